using Yarp.ReverseProxy.Transforms;

namespace Strangler.Gateway.Realtime;

/// <summary>Legacy echoes the origin that it was presented with; the page must read its own.</summary>
internal sealed class SocketOriginResponseTransform(SocketOrigin legacy) : ResponseTransform
{
    private const string Allow = "Access-Control-Allow-Origin";

    public override ValueTask ApplyAsync(ResponseTransformContext context)
    {
        if (context.ProxyResponse?.Headers is not { } headers || !headers.NonValidated.TryGetValues(Allow, out var allowed))
            return default;

        var page = context.HttpContext.Request.Headers.Origin.ToString();
        var presented = legacy.For(context.HttpContext.GetReverseProxyFeature().ProxiedDestination!.Model.Config.Address);
        if (page.Length > 0 && allowed.ToString() == presented)
        {
            headers.Remove(Allow);
            headers.TryAddWithoutValidation(Allow, page);
        }

        return default;
    }
}
