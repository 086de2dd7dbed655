using Strangler.ShadowDiff.Findings;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Rules;

namespace Strangler.ShadowDiff.Processing;

/// <summary>
/// Says of each open divergence whether it lasts, by what asking anew has shown. Another sighting than a stable one must be earned, so that no doubt
/// ever hides a fault: what was not asked anew is stable.
/// </summary>
internal sealed class SightingJudge(IKnownSightings known, int passingSightings)
{
    /// <summary>Divergences over long connections whose values are remembered.</summary>
    private const int MostValues = 1_000;

    /// <summary>Whether a question is answered at all depends on no state.</summary>
    private const string AnswerOfOneSide = "body /*";

    private readonly Dictionary<string, (long State, string? Legacy, string? Modern)> _values = new(StringComparer.Ordinal);

    /// <param name="comparison">How the sides differ, noise taken out.</param>
    /// <param name="moment">The sides' states then.</param>
    /// <param name="again">What asking anew has shown; null where it was not done.</param>
    public Comparison Judge(Comparison comparison, StateMoment moment, Again? again) =>
        Comparison.Of([.. comparison.Divergences.Select(divergence => divergence with { Sighting = Of(divergence, again, moment) })], comparison.Suppressed);

    private Sighting Of(Divergence divergence, Again? again, StateMoment moment)
    {
        if (again is null)
            return moment.Channel is { } now && IsOfState(divergence, now) ? Sighting.State : Sighting.Stable;

        if (!again.Divergences.TryGetValue(divergence.Fingerprint, out var there))
            return HasPassed(divergence, again) ? Sighting.Transient : Sighting.Stable;

        // Another state gives other values. The same two that are there again are of the code, and so is another status or type; so are others where no
        // side has become other than itself: a time that only goes with the clock tells of no state, and neither does one that is none.
        if (moment.IsApart && AreTimesOrNone(there) && !IsOfTheClock(there, divergence.At, again) && !known.IsStable(divergence.Fingerprint) && !Severity.IsCritical(divergence)
            && (there.Legacy, there.Modern) != (divergence.Difference.Legacy, divergence.Difference.Modern) && (again.Moved.Contains(divergence.At) || again.ModernMoved.Contains(divergence.At)))
        {
            return Sighting.State;
        }

        known.Confirm(divergence.Fingerprint);
        return Sighting.Stable;
    }

    /// <summary>Whether both sides say a time there, or neither does: another state gives another time, never a text that is none.</summary>
    private static bool AreTimesOrNone(Difference there) => there is not { Legacy: { } legacy, Modern: { } modern }
        || new WrittenValue(there.At.Part, legacy).Time is null == new WrittenValue(there.At.Part, modern).Time is null;

    /// <summary>A number that goes with the clock on one side, as its rule says, and is another one beyond that on the other: seconds against milliseconds, whatever the state.</summary>
    private static bool IsOfTheClock(Difference there, string at, Again again) => again.OfTheClock.Contains(at)
        && there is { Legacy: { } legacy, Modern: { } modern } && new WrittenValue(there.At.Part, legacy).Number is not null && new WrittenValue(there.At.Part, modern).Number is not null;

    /// <summary>
    /// Gone is no proof by itself: a module that is wrong now and then is right in between. It is one where legacy has meanwhile become other at the
    /// same place, as two answers do that fell on both sides of a change; else only a few times, and never for what breaks a client.
    /// </summary>
    private bool HasPassed(Divergence divergence, Again again)
    {
        var hasMoved = again.Moved.Contains(divergence.At);
        return Severity.IsCritical(divergence)
            ? hasMoved && divergence.Difference.Kind == DivergenceKind.Missing
            : hasMoved || !divergence.IsOpen || known.PassedBefore(divergence.Fingerprint) + 1 < passingSightings;
    }

    /// <summary>
    /// Over a long connection nothing can be asked anew. There another state explains what is not critical until the same two values are seen in
    /// yet another state: these are of the code.
    /// </summary>
    private bool IsOfState(Divergence divergence, long state)
    {
        if (known.IsStable(divergence.Fingerprint) || Severity.IsCritical(divergence) || divergence.At == AnswerOfOneSide)
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
}

/// <summary>The sides' states at one exchange.</summary>
/// <param name="IsApart">Whether they may differ, so that they may explain a divergence.</param>
/// <param name="Channel">Which one it was, where that must do because nothing can be asked anew; else null.</param>
internal readonly record struct StateMoment(bool IsApart, long? Channel)
{
    public static StateMoment Of(CapturedExchange exchange, Capture.StateDrift drift)
    {
        var isApart = exchange.Plan.DependsOnState && (drift.IsApart || exchange is { StateVersion: null, Plan.Effect: SideEffect.Safe });
        return new(isApart, isApart && exchange.Plan.Effect == SideEffect.Channel ? exchange.StateVersion : null);
    }
}
