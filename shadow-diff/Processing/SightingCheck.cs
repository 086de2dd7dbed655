using Microsoft.Extensions.Options;
using Strangler.ShadowDiff.Capture;
using Strangler.ShadowDiff.Compare;
using Strangler.ShadowDiff.Findings;
using Strangler.ShadowDiff.Mirror;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Processing;

/// <summary>
/// Says of each open divergence whether it lasts: asks both sides anew after a moment, where that changes nothing. Another sighting than a stable one
/// must be earned, so that no doubt ever hides a fault: what was not asked anew (no side effect is allowed, and the rate is bounded) is stable.
/// </summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1001", Justification = "Without a wait handle there is nothing to free.")]
internal sealed class SightingCheck(
    BothSides sides, ResponseComparison comparer, DivergenceRegister known, StateDrift drift, IOptions<SightingOptions> options, IOptions<MirrorOptions> mirror, TimeProvider time)
{
    /// <summary>How often a change of state that is under way is waited for.</summary>
    private const int Patience = 10;

    /// <summary>Divergences over long connections whose values are remembered.</summary>
    private const int MostValues = 1_000;

    private readonly Dictionary<string, (long State, string? Legacy, string? Modern)> _values = new(StringComparer.Ordinal);
    private readonly TimeSpan _delay = options.Value.RerunDelay;
    private readonly int _passingSightings = options.Value.PassingSightings;
    private readonly RateBudget _budget = new(options.Value.RerunsPerSecond, time);
    private readonly SemaphoreSlim _turns = new(Math.Max(1, mirror.Value.Concurrency / 2));

    /// <param name="exchange">The exchange.</param>
    /// <param name="pair">Its two answers.</param>
    /// <param name="comparison">How they differ, noise taken out.</param>
    /// <param name="cancellationToken">The program stops.</param>
    public async Task<Comparison> CheckAsync(CapturedExchange exchange, ResponsePair pair, Comparison comparison, CancellationToken cancellationToken)
    {
        if (comparison.Outcome != Outcome.Diverged)
            return comparison;

        var isApart = exchange.Plan.DependsOnState && (drift.IsApart || exchange is { StateVersion: null, Plan.Effect: SideEffect.Safe });
        var state = isApart && exchange.Plan.Effect == SideEffect.Channel ? exchange.StateVersion : null;
        var again = IsWanted(exchange.Plan, comparison) ? await AskInTurnAsync(exchange, pair, cancellationToken) : null;
        return Comparison.Of([.. comparison.Divergences.Select(divergence => divergence with { Sighting = Of(divergence, again, isApart, state) })], comparison.Suppressed);
    }

    private Sighting Of(Divergence divergence, Again? again, bool isApart, long? state)
    {
        if (again is null)
            return state is { } now && IsOfState(divergence, now) ? Sighting.State : Sighting.Stable;

        if (!again.Divergences.TryGetValue(divergence.Fingerprint, out var there))
            return HasPassed(divergence, again) ? Sighting.Transient : Sighting.Stable;

        // Another state gives other values. The same two that are there again are of the code, and so is another status or type.
        if (isApart && !known.IsStable(divergence.Fingerprint) && !Severity.IsCritical(divergence) && (there.Legacy, there.Modern) != (divergence.Difference.Legacy, divergence.Difference.Modern))
            return Sighting.State;

        known.Confirm(divergence.Fingerprint);
        return Sighting.Stable;
    }

    /// <summary>
    /// Gone is no proof by itself: a module that is wrong now and then is right in between. It is one where legacy has meanwhile become other at the
    /// same place, as two answers do that fell on both sides of a change; else only a few times, and never for what breaks a client.
    /// </summary>
    private bool HasPassed(Divergence divergence, Again again)
    {
        var hasMoved = again.Moved.Contains(divergence.At);
        return Severity.IsCritical(divergence)
            ? hasMoved && divergence.Difference.Kind == DivergenceKind.Missing
            : hasMoved || !divergence.IsOpen || known.PassedBefore(divergence.Fingerprint) + 1 < _passingSightings;
    }

    /// <summary>
    /// Over a long connection nothing can be asked anew. There another state explains what is not critical until the same two values are seen in
    /// yet another state: these are of the code.
    /// </summary>
    private bool IsOfState(Divergence divergence, long state)
    {
        if (known.IsStable(divergence.Fingerprint) || Severity.IsCritical(divergence))
            return false;

        var (legacy, modern) = (divergence.Difference.Legacy, divergence.Difference.Modern);
        lock (_values)
        {
            if (_values.TryGetValue(divergence.Fingerprint, out var before) && before.State != state && (before.Legacy, before.Modern) == (legacy, modern))
                return false;

            if (before == default && _values.Count >= MostValues)
                return false;

            _values[divergence.Fingerprint] = (state, legacy, modern);
            return true;
        }
    }

    /// <summary>Where every divergence has been confirmed a few times already, the rate is kept for others.</summary>
    private bool IsWanted(ShadowPlan plan, Comparison comparison) =>
        plan is { Effect: SideEffect.Safe, Modern: not null, LegacyAddress: not null }
        && comparison.Open.Any(divergence => !known.IsConfirmed(divergence.Fingerprint)) && _budget.TryTake();

    /// <summary>Null when a side could not be asked, too many others wait, or the state does not come to rest.</summary>
    private async Task<Again?> AskInTurnAsync(CapturedExchange exchange, ResponsePair pair, CancellationToken cancellationToken)
    {
        if (!await _turns.WaitAsync(_delay, cancellationToken))
            return null;

        try
        {
            for (var i = 0; i < Patience; i++)
            {
                await Task.Delay(_delay, time, cancellationToken);
                if (drift.Version is { } version)
                    return await AskAsync(exchange, pair, version, cancellationToken);
            }

            return null;
        }
        finally
        {
            _turns.Release();
        }
    }

    private async Task<Again?> AskAsync(CapturedExchange exchange, ResponsePair pair, long version, CancellationToken cancellationToken)
    {
        var answers = await sides.AskAsync(exchange, cancellationToken);
        if (version != drift.Version || answers.Comparison is not { Outcome: not null } comparison)
            return null;

        var itself = comparer.CompareAlone(pair with { Modern = answers.Legacy.Response! });
        return new(
            comparison.Divergences.ToDictionary(divergence => divergence.Fingerprint, divergence => divergence.Difference, StringComparer.Ordinal),
            itself.Divergences.Select(divergence => divergence.At).ToHashSet(StringComparer.Ordinal));
    }

    /// <summary>What asking anew has shown.</summary>
    /// <param name="Divergences">How the sides differ now, by fingerprint.</param>
    /// <param name="Moved">Where legacy's answer is not what it was.</param>
    private sealed record Again(IReadOnlyDictionary<string, Difference> Divergences, IReadOnlySet<string> Moved);
}
