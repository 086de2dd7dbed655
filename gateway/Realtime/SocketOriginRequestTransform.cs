using System.Collections.Frozen;
using Strangler.Services.Flask;
using Strangler.Services.Realtime.EngineIo;
using Yarp.ReverseProxy.Transforms;

namespace Strangler.Gateway.Realtime;

/// <summary>
/// The origin check of Socket.IO (contract 9.2). Legacy accepts pages of its own port only, and the pages now come from the gateway's:
/// the gateway checks them against its own list and presents those it accepts under an origin that legacy accepts.
/// </summary>
internal sealed class SocketOriginRequestTransform(IEnumerable<string> accepted, SocketOrigin legacy) : RequestTransform
{
    private readonly FrozenSet<string> _accepted = accepted.ToFrozenSet(StringComparer.Ordinal);

    public override ValueTask ApplyAsync(RequestTransformContext context)
    {
        var origin = context.HttpContext.Request.Headers.Origin.ToString();
        if (origin.Length == 0 || !FlaskRoutes.IsEngine(context.HttpContext.Request.Path))
            return default;
        if (!_accepted.Contains(origin))
            return new ValueTask(EngineAnswer.NotAcceptedOrigin.SendAsync(context.HttpContext));

        context.ProxyRequest.Headers.Remove("Origin");
        context.ProxyRequest.Headers.TryAddWithoutValidation("Origin", legacy.For(context.DestinationPrefix));
        return default;
    }
}
