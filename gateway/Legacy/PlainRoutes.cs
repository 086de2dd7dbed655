using System.Runtime.CompilerServices;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Transforms;
using Yarp.ReverseProxy.Transforms.Builder;

namespace Strangler.Gateway.Legacy;

/// <summary>The proxied routes whose requests and answers nobody changes beyond <see cref="LegacyTransforms"/>, so that they need none of YARP's transforms.</summary>
internal sealed class PlainRoutes
{
    private readonly ConditionalWeakTable<RouteConfig, TransformBuilderContext> _built = [];

    /// <summary>The transforms of a route are being put together; who comes later adds to the same lists.</summary>
    public void Add(TransformBuilderContext context) => _built.AddOrUpdate(context.Route, context);

    /// <summary>Whether it is one of them. A transform that is not known here makes it none, whoever added it.</summary>
    public bool Contains(RouteConfig route) =>
        _built.TryGetValue(route, out var built)
        && built.RequestTransforms.All(static transform => transform is LegacyRequestTransform or RequestHeaderOriginalHostTransform)
        && built.ResponseTransforms.All(static transform => transform is LegacyResponseTransform)
        && built.ResponseTrailersTransforms.Count == 0;
}

/// <summary>Endpoint metadata: the route is one of <see cref="PlainRoutes"/>.</summary>
internal sealed class PlainRoute
{
    public static readonly PlainRoute Instance = new();

    private PlainRoute()
    {
    }
}
