using Strangler.Gateway.Legacy;
using Strangler.Gateway.Routing;
using Yarp.ReverseProxy.Transforms.Builder;

namespace Strangler.Gateway.Jobs;

/// <summary>Listens to legacy's answers to starts.</summary>
internal sealed class LegacyStartTransforms(LegacyJobs jobs) : TransformProvider
{
    public override void Apply(TransformBuilderContext context)
    {
        if (RouteName.Of(context.Route).Value == "start_backup")
            context.ResponseTransforms.Insert(0, new LegacyStartTransform(jobs));
    }
}
