using Microsoft.AspNetCore.Http;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Tests.Topology;

/// <summary>The plans that a gateway would make.</summary>
internal static class Plans
{
    /// <summary>Legacy answers, modern is run in process.</summary>
    public static ShadowPlan LegacyAnswers(RequestDelegate modern, SideEffect effect = SideEffect.Safe, bool compare = true) =>
        new("status", Side.Legacy, effect, modern, null, compare);

    /// <summary>Modern answers, the request is sent to legacy as well.</summary>
    public static ShadowPlan ModernAnswers(Uri legacy, SideEffect effect = SideEffect.Safe, bool compare = true) =>
        new("status", Side.Modern, effect, null, legacy, compare);

    /// <summary>Legacy answers, and both sides can be asked again.</summary>
    public static ShadowPlan Both(Uri legacy, RequestDelegate modern, SideEffect effect = SideEffect.Safe) =>
        new("status", Side.Legacy, effect, modern, legacy, Compare: true);
}
