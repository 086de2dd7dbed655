using Microsoft.Extensions.Options;
using Strangler.ShadowDiff.Capture;
using Strangler.ShadowDiff.Compare;
using Strangler.ShadowDiff.Mirror;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Processing;

/// <summary>Asks both sides anew after a moment, once their state is at rest. Few wait at once.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1001", Justification = "Without a wait handle there is nothing to free.")]
internal sealed class SecondLook(BothSides sides, StateDrift drift, IOptions<SightingOptions> options, IOptions<MirrorOptions> mirror, TimeProvider time)
{
    /// <summary>How often a change of state that is under way is waited for.</summary>
    private const int Patience = 10;

    private readonly TimeSpan _delay = options.Value.RerunDelay;
    private readonly SemaphoreSlim _turns = new(Math.Max(1, mirror.Value.Concurrency / 2));

    /// <summary>Whether asking anew changes nothing, and both sides can be asked.</summary>
    public static bool IsPossible(ShadowPlan plan) => plan is { Effect: SideEffect.Safe, Modern: not null, LegacyAddress: not null };

    /// <summary>Null when a side could not be asked, too many others wait, or the state does not come to rest.</summary>
    public async Task<ResponsePair?> TakeAsync(CapturedExchange exchange, CancellationToken cancellationToken)
    {
        if (!await _turns.WaitAsync(_delay, cancellationToken))
            return null;

        try
        {
            return await TakeInTurnAsync(exchange, cancellationToken);
        }
        finally
        {
            _turns.Release();
        }
    }

    private async Task<ResponsePair?> TakeInTurnAsync(CapturedExchange exchange, CancellationToken cancellationToken)
    {
        for (var i = 0; i < Patience; i++)
        {
            await Task.Delay(_delay, time, cancellationToken);
            if (drift.Version is { } version)
            {
                var pair = await sides.AskBothAsync(exchange, cancellationToken);
                if (version == drift.Version)
                    return pair;
            }
        }

        return null;
    }
}

/// <summary>What asking anew has shown.</summary>
/// <param name="Divergences">How the sides differ now, by fingerprint.</param>
/// <param name="Moved">Where legacy's answer is not what it was, but for what rules call volatile; or where it was not what it had been, and modern's was.</param>
/// <param name="ModernMoved">The same of modern's.</param>
/// <param name="OfTheClock">Where an answer of either side is not what it was, as rules call volatile.</param>
internal sealed record Again(IReadOnlyDictionary<string, Difference> Divergences, HashSet<string> Moved, IReadOnlySet<string> ModernMoved, IReadOnlySet<string> OfTheClock)
{
    /// <summary>Null where the new answers cannot be compared.</summary>
    /// <param name="first">The answers that were compared first.</param>
    /// <param name="second">Those to the same, asked anew.</param>
    /// <param name="comparison">How the new ones differ, noise taken out.</param>
    /// <param name="comparer">Compares each side with itself.</param>
    /// <param name="before">Legacy's answer before modern's first one; null for none.</param>
    public static Again? Of(ResponsePair first, ResponsePair second, Comparison comparison, ResponseComparison comparer, CapturedResponse? before)
    {
        if (comparison.Outcome is null)
            return null;

        var legacy = comparer.CompareAlone(first with { Modern = second.Legacy });
        var modern = comparer.CompareAlone(first with { Legacy = first.Modern, Modern = second.Modern });
        return new(
            comparison.Divergences.ToDictionary(divergence => divergence.Fingerprint, divergence => divergence.Difference, StringComparer.Ordinal),
            [.. PlacesOf(legacy), .. SaidBefore(first, comparer, before)],
            PlacesOf(modern),
            legacy.SuppressedAt.Concat(modern.SuppressedAt).Select(place => place.ToPattern()).ToHashSet(StringComparer.Ordinal));
    }

    /// <summary>Where modern says what legacy said before and does not say any more: the change fell between the two answers.</summary>
    private static IEnumerable<string> SaidBefore(ResponsePair first, ResponseComparison comparer, CapturedResponse? before) => before is null ? []
        : PlacesOf(comparer.CompareAlone(first with { Modern = before })).Except(PlacesOf(comparer.CompareAlone(first with { Legacy = before })), StringComparer.Ordinal);

    private static HashSet<string> PlacesOf(Comparison itself) => itself.Divergences.Select(divergence => divergence.At).ToHashSet(StringComparer.Ordinal);
}
