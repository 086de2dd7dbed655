using Microsoft.Extensions.Options;
using Strangler.ShadowDiff.Capture;
using Strangler.ShadowDiff.Findings;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Processing;

/// <summary>
/// Says of each open divergence whether it lasts: asks both sides anew after a moment, where that changes nothing. What was not
/// asked anew (no side effect is allowed, and the rate is bounded) counts as stable, so that a doubt never hides a fault.
/// </summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1001", Justification = "Without a wait handle there is nothing to free.")]
internal sealed class SightingCheck(BothSides sides, DivergenceRegister known, StateDrift drift, IOptions<SightingOptions> options, TimeProvider time)
{
    private readonly TimeSpan _delay = options.Value.RerunDelay;
    private readonly RateBudget _budget = new(options.Value.RerunsPerSecond, time);
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <param name="exchange">The exchange.</param>
    /// <param name="comparison">How they differ, noise taken out.</param>
    /// <param name="cancellationToken">The program stops.</param>
    public async Task<Comparison> CheckAsync(CapturedExchange exchange, Comparison comparison, CancellationToken cancellationToken)
    {
        if (comparison.Outcome != Outcome.Diverged)
            return comparison;

        var isApart = drift.IsApart || exchange is { StateVersion: null, Plan.Effect: SideEffect.Safe };
        var again = IsWanted(exchange.Plan, comparison) ? await AskOneAtATimeAsync(exchange, cancellationToken) : null;
        return Comparison.Of([.. comparison.Divergences.Select(divergence => divergence with { Sighting = Of(divergence, again, isApart) })], comparison.Suppressed);
    }

    private Sighting Of(Divergence divergence, IReadOnlySet<string>? again, bool isApart)
    {
        if (again is not null && !again.Contains(divergence.Fingerprint))
            return Sighting.Transient;

        // Another state gives other values. Another status or type that is there again is of the code, however often something is written.
        if (isApart && !known.IsStable(divergence.Fingerprint) && (again is null || !Severity.IsCritical(divergence)))
            return Sighting.State;

        if (again is not null)
            known.Confirm(divergence.Fingerprint);

        return Sighting.Stable;
    }

    /// <summary>Where every divergence has been confirmed a few times already, the rate is kept for others.</summary>
    private bool IsWanted(ShadowPlan plan, Comparison comparison) =>
        plan is { Effect: SideEffect.Safe, Modern: not null, LegacyAddress: not null }
        && comparison.Open.Any(divergence => !known.IsConfirmed(divergence.Fingerprint)) && _budget.TryTake();

    /// <summary>The fingerprints that are there again; null when a side could not be asked, another exchange is being asked, or the state was changed.</summary>
    private async Task<IReadOnlySet<string>?> AskOneAtATimeAsync(CapturedExchange exchange, CancellationToken cancellationToken)
    {
        if (!await _turn.WaitAsync(TimeSpan.Zero, cancellationToken))
            return null;

        try
        {
            await Task.Delay(_delay, time, cancellationToken);
            var version = drift.Version;
            var again = await sides.AskAsync(exchange, cancellationToken);
            return version == drift.Version && again.Comparison is { Outcome: not null } comparison
                ? comparison.Divergences.Select(divergence => divergence.Fingerprint).ToHashSet(StringComparer.Ordinal)
                : null;
        }
        finally
        {
            _turn.Release();
        }
    }
}
