using Microsoft.AspNetCore.Http;

namespace Strangler.ShadowDiff.Model;

/// <summary>
/// What the shadow is to do with an exchange. Whoever decides which side answers puts one on
/// <see cref="HttpContext.Features"/> before the capture runs; without one, nothing is captured.
/// Immutable and shared by all requests of a route while its stage stands.
/// </summary>
/// <param name="Route">The route's name, e.g. <c>status</c>; the name of every count and report.</param>
/// <param name="ServedBy">The side whose answer the client gets.</param>
/// <param name="Effect">What a copy of the request may do.</param>
/// <param name="Modern">The endpoint to run in process when legacy answers; needed only then.</param>
/// <param name="LegacyAddress">Scheme, host and port of legacy when modern answers; needed only then.</param>
/// <param name="Compare">False when a <see cref="SideEffect.Follow"/> route is mirrored only to carry state over.</param>
public sealed record ShadowPlan(
    string Route,
    Side ServedBy,
    SideEffect Effect,
    RequestDelegate? Modern,
    Uri? LegacyAddress,
    bool Compare)
{
    /// <summary>False when its answers depend on neither backups nor the connected server, so that no state explains a divergence.</summary>
    public bool DependsOnState { get; init; } = true;

    /// <summary>
    /// Only the answering side can answer: the job is its own, or the request does work that must not be done twice. Nothing is mirrored; the exchange
    /// is counted as pinned, and its answer judged by shape.
    /// </summary>
    public bool IsPinned { get; init; }

    /// <summary>Others of the route's exchanges are pinned, or will be at a later stage: what legacy's answers are like is learned from this one too.</summary>
    public bool TeachesShape { get; init; }

    /// <summary>The job that a request names, as the client wrote it; null where requests of the route name none.</summary>
    public Func<HttpRequest, string?>? JobOf { get; init; }

    /// <summary>Whether each of its exchanges is in one of the counts.</summary>
    public bool IsCounted => Compare || IsPinned;
}
