using Strangler.ShadowDiff.Capture;

namespace Strangler.Gateway.Cutover;

internal static class CutoverConventions
{
    /// <summary>Puts a module's endpoints under the flag <c>cutover.<paramref name="route"/></c>.</summary>
    public static void WithCutover(this IEndpointConventionBuilder endpoints, string route, SideEffect effect) =>
        endpoints.WithMetadata(new RouteName(route), new ModernEndpoint(effect));
}
