using Microsoft.Extensions.Options;
using Strangler.ShadowDiff.Capture;
using Strangler.ShadowDiff.Compare;
using Strangler.ShadowDiff.Findings;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Noise;

namespace Strangler.ShadowDiff.Processing;

/// <summary>Has both sides asked anew where they diverge, that changes nothing and the rate allows it, and what that shows judged.</summary>
internal sealed class SightingCheck(
    SecondLook look, ResponseComparison comparer, LearnedNoise noise, DivergenceRegister known, StateDrift drift, IOptions<SightingOptions> options, TimeProvider time)
{
    private readonly SightingJudge _judge = new(known, options.Value.PassingSightings);
    private readonly RateBudget _budget = new(options.Value.RerunsPerSecond, time);

    /// <param name="exchange">The exchange.</param>
    /// <param name="pair">Its two answers.</param>
    /// <param name="comparison">How they differ, noise taken out.</param>
    /// <param name="cancellationToken">The program stops.</param>
    public async Task<Comparison> CheckAsync(CapturedExchange exchange, ResponsePair pair, Comparison comparison, CancellationToken cancellationToken)
    {
        if (comparison.Outcome != Outcome.Diverged)
            return comparison;

        var moment = StateMoment.Of(exchange, drift);
        var second = IsWanted(exchange.Plan, comparison) ? await look.TakeAsync(exchange, cancellationToken) : null;
        return _judge.Judge(comparison, moment, second is null ? null : Again.Of(pair, second, noise.Filter(pair.Route, comparer.Compare(second)), comparer, exchange.LegacyBefore));
    }

    /// <summary>Where every divergence has been confirmed a few times already, the rate is kept for others.</summary>
    private bool IsWanted(ShadowPlan plan, Comparison comparison) =>
        SecondLook.IsPossible(plan) && comparison.Open.Any(divergence => !known.IsConfirmed(divergence.Fingerprint)) && _budget.TryTake();
}
