using Strangler.Contract;
using Strangler.Gateway.Routing;
using Strangler.ShadowDiff.Model;

namespace Strangler.Gateway.Cutover;

/// <summary>Which side answers a request, decided once at its start and kept for its whole life.</summary>
/// <param name="ServedBy">The side that answers.</param>
/// <param name="Plan">What the shadow does with the exchange; null for nothing.</param>
internal sealed record CutoverDecision(Side ServedBy, ShadowPlan? Plan)
{
    private static readonly CutoverDecision ToLegacy = new(Side.Legacy, Plan: null);
    private static readonly CutoverDecision ToModern = new(Side.Modern, Plan: null);

    /// <summary>Nothing but <paramref name="side"/> can answer, so there is nothing to compare.</summary>
    public static CutoverDecision PinnedTo(Side side) => side == Side.Modern ? ToModern : ToLegacy;

    public static CutoverDecision For(string route, Stage stage, ModernEndpoint modern, RequestDelegate? run, Uri? legacy)
    {
        var servedBy = stage >= Stage.Live ? Side.Modern : Side.Legacy;
        return new(servedBy, Mirrors(stage, modern.Effect)
            ? new ShadowPlan(route, servedBy, modern.Effect, modern.Effect == SideEffect.Validate ? ValidateOnly(run) : run, legacy, Compare: stage != Stage.Legacy)
            : ChangesOneSide(stage, modern.Effect) ? new ShadowPlan(route, servedBy, SideEffect.Never, Modern: null, LegacyAddress: null, Compare: false)
            : null);
    }

    private static RequestDelegate? ValidateOnly(RequestDelegate? run) => run is null ? null : context =>
    {
        context.Features.Set(Services.Flask.ValidateOnly.Instance);
        return run(context);
    };

    // A follow route is mirrored even at legacy, so that modern knows the state when its turn comes.
    // A validate route reaches modern only: legacy would do the work twice.
    private static bool Mirrors(Stage stage, SideEffect effect) => (stage, effect) switch
    {
        (Stage.Complete, _) or (_, SideEffect.Never) => false,
        (Stage.Legacy, _) => effect == SideEffect.Follow,
        (Stage.Live, SideEffect.Validate) => false,
        _ => true,
    };

    // The shadow is told of a write that it may not mirror: the sides differ in state from then on.
    private static bool ChangesOneSide(Stage stage, SideEffect effect) =>
        stage != Stage.Complete && effect is SideEffect.Validate or SideEffect.Never;
}
