using Microsoft.Extensions.Options;
using Strangler.ShadowDiff.Capture;
using Strangler.ShadowDiff.Compare;
using Strangler.ShadowDiff.Mirror;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Noise;

/// <summary>Asks legacy once more, for a share of the exchanges, and learns from what it then answers differently.</summary>
internal sealed class NoiseReplay(ExchangeMirror mirror, ResponseComparison comparer, LearnedNoise learned, StateDrift drift, IOptions<NoiseOptions> options, TimeProvider time)
{
    /// <summary>Share of the second's budget that others than the first may have used up.</summary>
    private const double Spare = 0.5;

    /// <summary>The same for what is known and quiet.</summary>
    private const double Rest = 0.25;

    private readonly double _rate = options.Value.NoiseSampleRate;
    private readonly RateBudget _budget = new(options.Value.NoiseMaxPerSecond, time);

    /// <param name="exchange">The exchange.</param>
    /// <param name="pair">Its two answers.</param>
    /// <param name="raw">How they differ, as the declared rules leave it.</param>
    /// <param name="cancellationToken">The program stops.</param>
    public async Task LearnAsync(CapturedExchange exchange, ResponsePair pair, Comparison raw, CancellationToken cancellationToken)
    {
        if (!IsWanted(exchange, raw) || await mirror.AskAsync(exchange, Side.Legacy, cancellationToken) is not { Response: { } again } || drift.Version != exchange.StateVersion)
            return;

        // The older answer stands where the older one stood in the pair, so that what only grows differs in the same direction.
        var noise = exchange.Plan.ServedBy == Side.Legacy ? pair with { Modern = again } : pair with { Legacy = again, Modern = pair.Legacy };
        if (comparer.CompareAlone(noise) is { Outcome: not null } itself)
            learned.Observe(pair.Route, raw.Divergences, itself.Divergences);
    }

    /// <summary>What differs because the state was changed in between is no noise. Routes of which little is known go first, those before all that have something open: it may be noise.</summary>
    private bool IsWanted(CapturedExchange exchange, Comparison raw) =>
        exchange is { StateVersion: not null, Plan: { Effect: SideEffect.Safe, LegacyAddress: not null } } && exchange.StateVersion == drift.Version && _rate > 0
        && (!learned.IsWellKnown(exchange.Plan.Route)
            ? _budget.TryTake(raw.Open.Any() ? 1 : Spare)
            : Random.Shared.NextDouble() < _rate && _budget.TryTake(raw.Open.Any() ? Spare : Rest));
}
