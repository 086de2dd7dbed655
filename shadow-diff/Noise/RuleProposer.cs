using System.Globalization;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Rules;

namespace Strangler.ShadowDiff.Noise;

/// <summary>Turns what was learned of noise into rules for a person to judge: declared, it has an owner and a reason.</summary>
internal sealed class RuleProposer(LearnedNoise learned, RulesInForce rules)
{
    public RuleProposals Propose() => new(
    [
        .. from state in learned.Snapshot()
           from place in state.Places
           where (state.IsEnough && place.Value.Noise >= NoiseCount.Nothing) || place.Value.Bounds.AreOfEvents
           where !HiddenName.IsIn(place.Key.At) && !IsDeclared(state.Route, place.Key)
           orderby state.Route, place.Key.At, place.Key.Kind
           select Proposal(state, place.Key, place.Value),
    ]);

    private bool IsDeclared(string route, NoisePlace place) => rules.Current.Rules.Any(rule =>
        (rule.Routes?.Contains(route) ?? true) && rule.At.ToString() == place.At && (rule.Kinds?.Contains(place.Kind) ?? true));

    private static RuleProposal Proposal(NoiseState state, NoisePlace place, NoiseCount count)
    {
        var isOfEvents = count.Bounds.AreOfEvents;
        var (action, pattern) = isOfEvents ? OfEvents(count.Bounds) : Action(place.Kind, count.Form);
        var evidence = new ProposalEvidence(
            Math.Round(state.Samples, 1), Share(count.Noise, state.Samples), Share(count.Raw, state.Samples), isOfEvents || count.IsNoise(state.Samples));
        var reason = isOfEvents ? "Both sides tell here when something happened: each time that legacy's moves on, modern's is beside it." : string.Create(
            CultureInfo.InvariantCulture,
            $"Legacy differs from itself here in {evidence.LegacyAgainstItself:P0} of {evidence.Samples:F0} samples, and from modern in {evidence.LegacyAgainstModern:P0}.");
        return new(
            new(
                $"volatile:{Name(place.At)}", "volatile", state.Route, place.At, KebabName<DivergenceKind>.Of(place.Kind), KebabName<RuleAction>.Of(action), pattern, reason,
                action == RuleAction.NearNow ? ValueBounds.Wait : null),
            evidence);
    }

    private static (RuleAction Action, string? Pattern) OfEvents(ValueBounds bounds) =>
        bounds.MomentForm.StartsWith("job_", StringComparison.Ordinal) ? (RuleAction.Pattern, "{job_id}") : (RuleAction.NearNow, null);

    /// <summary>The narrowest action that covers what was seen.</summary>
    private static (RuleAction Action, string? Pattern) Action(DivergenceKind kind, ValueForm form) => (kind, form) switch
    {
        (DivergenceKind.Value, ValueForm.Timestamp) => (RuleAction.Pattern, "{timestamp}"),
        (DivergenceKind.Value, ValueForm.Uuid) => (RuleAction.Pattern, "{uuid}"),
        (DivergenceKind.Value, _) => (RuleAction.TypeOnly, null),
        (DivergenceKind.Order, _) => (RuleAction.Set, null),
        _ => (RuleAction.Ignore, null),
    };

    /// <summary>The last word of a place.</summary>
    private static string Name(string at) => at.Split(' ', '/').LastOrDefault(word => word is not ("" or "*")) ?? at;

    private static double Share(double part, double whole) => whole > 0 ? Math.Round(part / whole, 4) : 0;
}
