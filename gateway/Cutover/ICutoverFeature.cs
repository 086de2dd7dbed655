using Strangler.ShadowDiff.Model;

namespace Strangler.Gateway.Cutover;

/// <summary>
/// What was decided for a request when it was routed, and holds for its whole life however the flags move. Whoever needs the route
/// or the side of a request reads it here; null on requests that no route takes.
/// </summary>
internal interface ICutoverFeature
{
    /// <summary>The route's name, e.g. <c>status</c>.</summary>
    string Route { get; }

    /// <summary>The side that answers the client.</summary>
    Side ServedBy { get; }

    /// <summary>What the shadow does with the exchange; null for nothing.</summary>
    ShadowPlan? Plan { get; }

    /// <summary>What decided.</summary>
    CutoverReason Why { get; }
}

/// <summary>What decides who answers, in the order in which it is asked (docs/architecture.md).</summary>
public enum CutoverReason
{
    /// <summary>The route has no C# module for such a request.</summary>
    NoModule,

    /// <summary>The switch that sends every route to legacy is on.</summary>
    LegacyOnly,

    /// <summary>The request is about a job, which belongs to the side that started it.</summary>
    Ownership,

    /// <summary>A tester has chosen the side.</summary>
    Tester,

    /// <summary>The stage that the route's flag gives it.</summary>
    Flag,
}
