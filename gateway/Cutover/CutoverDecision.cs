using Strangler.Contract;
using Strangler.Gateway.Routing;
using Strangler.ShadowDiff.Model;

namespace Strangler.Gateway.Cutover;

/// <inheritdoc cref="ICutoverFeature"/>
internal sealed record CutoverDecision(string Route, Side ServedBy, ShadowPlan? Plan, CutoverReason Why) : ICutoverFeature
{
    /// <summary>Nothing but <paramref name="side"/> can answer, so there is nothing to compare.</summary>
    public static CutoverDecision PinnedTo(Side side, string route, CutoverReason why) => new(route, side, Plan: null, why);

    /// <summary>The request is about a job of <paramref name="side"/>: nothing is mirrored, and while the route is compared at all its answer is judged by shape.</summary>
    /// <param name="side">The job's owner.</param>
    /// <param name="route">The route's name.</param>
    /// <param name="stage">Its stage.</param>
    /// <param name="effect">What requests of the route do; those of a long connection are no exchanges.</param>
    /// <param name="jobOf">The job that a request names; null where requests name none.</param>
    public static CutoverDecision OwnedBy(Side side, string route, Stage stage, SideEffect? effect, Func<HttpRequest, string?>? jobOf) =>
        // What it does, it does to a job that the other side does not know: no state of both is changed.
        new(route, side, IsCompared(stage) && effect != SideEffect.Channel ? Pinned(route, side, SideEffect.Safe, jobOf, isCounted: true) : null, CutoverReason.Ownership);

    /// <summary>What the flag of <paramref name="route"/> decides at a stage; at canary it puts a client at live or at shadow.</summary>
    /// <param name="route">The route's name.</param>
    /// <param name="stage">Its stage for the client.</param>
    /// <param name="modern">What a mirrored copy of its requests may do.</param>
    /// <param name="run">The module; null where a test has none.</param>
    /// <param name="legacy">Where the shadow finds legacy.</param>
    /// <param name="jobOf">The job that a request names; null where requests name none.</param>
    /// <param name="pages">The stage of the pages' live channel.</param>
    public static CutoverDecision For(
        string route, Stage stage, ModernEndpoint modern, RequestDelegate? run, Uri? legacy, Func<HttpRequest, string?>? jobOf = null, Stage pages = Stage.Legacy)
    {
        var servedBy = stage >= Stage.Live ? Side.Modern : Side.Legacy;
        return new(route, servedBy, PlanFor(route, stage, servedBy, modern, run, legacy, jobOf, pages), CutoverReason.Flag);
    }

    private static ShadowPlan? PlanFor(
        string route, Stage stage, Side servedBy, ModernEndpoint modern, RequestDelegate? run, Uri? legacy, Func<HttpRequest, string?>? jobOf, Stage pages)
    {
        var effect = modern.Effect;
        if (Mirrors(stage, effect))
        {
            return new ShadowPlan(route, servedBy, effect, effect == SideEffect.Validate ? ValidateOnly(run) : run, legacy, Compare: stage != Stage.Legacy)
            {
                DependsOnState = modern.DependsOnState,
                TeachesShape = effect == SideEffect.Validate || modern.TellsOfJobs,
            };
        }

        if (modern.ConnectsByAsking && IsToldByTheOther(stage, pages))
            return new ShadowPlan(route, servedBy, SideEffect.Follow, run, legacy, Compare: false);

        return ChangesOneSide(stage, effect) ? Pinned(route, servedBy, SideEffect.Never, jobOf, IsCompared(stage)) : null;
    }

    private static ShadowPlan Pinned(string route, Side servedBy, SideEffect effect, Func<HttpRequest, string?>? jobOf, bool isCounted) =>
        new(route, servedBy, effect, Modern: null, LegacyAddress: null, Compare: false) { IsPinned = isCounted, JobOf = jobOf };

    private static bool IsCompared(Stage stage) => stage is not (Stage.Legacy or Stage.Complete);

    private static RequestDelegate? ValidateOnly(RequestDelegate? run) => run is null ? null : context =>
    {
        context.Features.Set(Services.Flask.ValidateOnly.Instance);
        return run(context);
    };

    // A follow route is mirrored even at legacy, so that modern knows the state when its turn comes.
    // A validate route reaches modern only: legacy would do the work twice.
    private static bool Mirrors(Stage stage, SideEffect effect) => (stage, effect) switch
    {
        (Stage.Complete, _) or (_, SideEffect.Never or SideEffect.Channel) => false,
        (Stage.Legacy, _) => effect == SideEffect.Follow,
        (Stage.Live, SideEffect.Validate) => false,
        _ => true,
    };

    // Where one side alone is asked, the other would not learn that asking has connected it, while it tells pages or is compared with who does.
    private static bool IsToldByTheOther(Stage stage, Stage pages) => stage == Stage.Legacy ? pages != Stage.Legacy : pages != Stage.Complete;

    // The shadow is told of a write that it may not mirror: the sides differ in state from then on.
    private static bool ChangesOneSide(Stage stage, SideEffect effect) =>
        stage != Stage.Complete && effect is SideEffect.Validate or SideEffect.Never;
}
