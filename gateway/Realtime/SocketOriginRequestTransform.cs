using System.Collections.Frozen;
using Strangler.Gateway.Legacy;
using Strangler.Services.Flask;
using Yarp.ReverseProxy.Transforms;

namespace Strangler.Gateway.Realtime;

/// <summary>
/// The origin check of Socket.IO (contract 9.2). Legacy accepts pages of its own port only, and the pages now come from the gateway's:
/// the gateway checks them against its own list and presents those it accepts under an origin that legacy accepts.
/// </summary>
internal sealed class SocketOriginRequestTransform(IEnumerable<string> accepted, SocketOrigin legacy) : RequestTransform
{
    private static readonly byte[] NotAccepted = "\"Not an accepted origin.\""u8.ToArray();

    private readonly FrozenSet<string> _accepted = accepted.ToFrozenSet(StringComparer.Ordinal);

    public override ValueTask ApplyAsync(RequestTransformContext context)
    {
        var origin = context.HttpContext.Request.Headers.Origin.ToString();
        if (origin.Length == 0 || !FlaskRoutes.IsEngine(context.HttpContext.Request.Path))
            return default;
        if (!_accepted.Contains(origin))
            return new ValueTask(EngineAnswer.SendAsync(context.HttpContext, StatusCodes.Status400BadRequest, "BAD REQUEST", NotAccepted));

        context.ProxyRequest.Headers.Remove("Origin");
        context.ProxyRequest.Headers.TryAddWithoutValidation("Origin", legacy.For(context.DestinationPrefix));
        return default;
    }
}
