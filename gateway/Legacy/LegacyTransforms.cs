using Microsoft.Extensions.Options;
using Strangler.Gateway.Jobs;
using Strangler.Gateway.Listeners;
using Strangler.Gateway.Realtime;
using Yarp.ReverseProxy.Transforms;
using Yarp.ReverseProxy.Transforms.Builder;

namespace Strangler.Gateway.Legacy;

/// <summary>Replaces YARP's header copying and forwarding headers by one pass in each direction; adds the origin check to Socket.IO's route, and listens to the starts of jobs.</summary>
internal sealed class LegacyTransforms(IOptions<ProxyOptions> options, LegacyJobs jobs) : ITransformProvider
{
    public void Apply(TransformBuilderContext context)
    {
        context.CopyRequestHeaders = false;
        context.CopyResponseHeaders = false;
        context.UseDefaultForwarders = false;
        context.AddOriginalHost(false); // YARP insists on one; before ours it leaves Host to ours
        context.RequestTransforms.Add(new LegacyRequestTransform());
        var route = context.Route.Metadata?.GetValueOrDefault("Route");
        if (route == "realtime")
            AddSocketOrigin(context);
        if (route == "start_backup")
            context.ResponseTransforms.Add(new LegacyStartTransform(jobs));
        // Last, because it may begin the answer.
        context.ResponseTransforms.Add(new LegacyResponseTransform());
    }

    private void AddSocketOrigin(TransformBuilderContext context)
    {
        var settings = options.Value;
        var legacy = new SocketOrigin(settings.LegacyOrigin);
        context.RequestTransforms.Add(new SocketOriginRequestTransform(settings.SocketOrigins ?? ProxyOptions.DefaultSocketOrigins, legacy));
        context.ResponseTransforms.Add(new SocketOriginResponseTransform(legacy));
    }

    public void ValidateRoute(TransformRouteValidationContext context)
    {
    }

    public void ValidateCluster(TransformClusterValidationContext context)
    {
    }
}
