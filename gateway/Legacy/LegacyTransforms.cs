using Yarp.ReverseProxy.Transforms;
using Yarp.ReverseProxy.Transforms.Builder;

namespace Strangler.Gateway.Legacy;

/// <summary>Replaces YARP's header copying and forwarding headers by one pass in each direction.</summary>
internal sealed class LegacyTransforms(PlainRoutes plain) : TransformProvider
{
    public override void Apply(TransformBuilderContext context)
    {
        plain.Add(context);
        context.CopyRequestHeaders = false;
        context.CopyResponseHeaders = false;
        context.UseDefaultForwarders = false;
        context.AddOriginalHost(false); // YARP insists on one; before ours it leaves Host to ours
        context.RequestTransforms.Add(new LegacyRequestTransform());
        context.ResponseTransforms.Add(new LegacyResponseTransform()); // last, because it may begin the answer
    }
}

/// <summary>A provider that has nothing to say about a configuration: what it needs is code.</summary>
internal abstract class TransformProvider : ITransformProvider
{
    /// <summary>Adds to a route's transforms: after what there is in <c>RequestTransforms</c>, and before it in <c>ResponseTransforms</c>.</summary>
    public abstract void Apply(TransformBuilderContext context);

    public void ValidateRoute(TransformRouteValidationContext context)
    {
    }

    public void ValidateCluster(TransformClusterValidationContext context)
    {
    }
}
