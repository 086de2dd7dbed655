using Microsoft.Extensions.Options;
using Strangler.Contract;
using Strangler.Gateway.Legacy;
using Strangler.Gateway.Routing;
using Yarp.ReverseProxy.Transforms.Builder;

namespace Strangler.Gateway.Realtime;

/// <summary>Puts the check of the origin before legacy's Socket.IO.</summary>
internal sealed class SocketOriginTransforms(IOptions<RealtimeOptions> options) : TransformProvider
{
    public override void Apply(TransformBuilderContext context)
    {
        if (RouteName.Of(context.Route).Value != RouteNames.Realtime)
            return;

        var legacy = new SocketOrigin(options.Value.LegacyOrigin);
        context.RequestTransforms.Add(new SocketOriginRequestTransform(options.Value.AcceptedOrigins, legacy));
        context.ResponseTransforms.Insert(0, new SocketOriginResponseTransform(legacy));
    }
}
