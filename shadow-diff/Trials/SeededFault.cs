using Strangler.ShadowDiff.Compare;
using Strangler.ShadowDiff.Faults;
using Strangler.ShadowDiff.Findings;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Noise;
using Strangler.ShadowDiff.Processing;
using Strangler.ShadowDiff.Rules;

namespace Strangler.ShadowDiff.Trials;

/// <summary>
/// One fault in the answers of a route, or none at all, and what the shadow made of it: with a memory of its own for whatever looks back, as if it alone
/// had been there since the trial began. Not safe for several threads.
/// </summary>
/// <param name="site">Where; null for answers as they are.</param>
/// <param name="plan">Draws in which exchanges it shows.</param>
/// <param name="passingSightings">See <see cref="SightingOptions.PassingSightings"/>.</param>
/// <param name="seen">For rules that look back; null where none does.</param>
internal sealed class SeededFault(FaultSite? site, TrialPlan plan, int passingSightings, SeenValues? seen = null)
{
    private readonly SeenValues _seen = seen ?? new();
    private readonly KnownDivergences _known = new(examples: 0);
    private readonly Dictionary<string, long> _excuses = new(StringComparer.Ordinal);
    private SightingJudge? _judge;
    private long _drawn;
    private bool _areOfTwoStatuses;

    public FaultSite? Site => site;

    /// <summary>Exchanges that it showed in.</summary>
    public long Shown { get; private set; }

    /// <summary>It showed less often than it takes to tell what comes now and then from a coincidence.</summary>
    public bool IsRare => Shown < passingSightings;

    /// <summary>What the report would have called it; null while nothing stands.</summary>
    public string? FoundAs { get; private set; }

    /// <summary>Why it was not found in exchanges that it showed in.</summary>
    public IReadOnlyDictionary<string, long> Excuses => _excuses;

    /// <summary>The exchange as it would have been; null where the fault does not show.</summary>
    public ResponsePair? In(ResponsePair pair, string client)
    {
        if (site is null)
            return pair;

        var (answer, other) = site.Of == Side.Legacy ? (pair.Legacy, pair.Modern) : (pair.Modern, pair.Legacy);
        return In(new AnswerParts(answer, other), client) is not { } altered ? null
            : site.Of == Side.Legacy ? pair with { Legacy = altered } : pair with { Modern = altered };
    }

    /// <summary>One side's answer as it would have been; null where the fault does not show.</summary>
    public CapturedResponse? In(AnswerParts parts, string client) =>
        parts.Answer.Status != site!.Status || parts.Answer.Exception is not null || !IsDrawn(client) ? null
            : site.Form.In(parts).FirstOrDefault(alteration => FaultSite.PlaceOf(alteration.Place) == site.Place)?.Make();

    /// <summary>Notes what was last asked of a route, for rules that look back to it.</summary>
    public void Asked(string route, EarlierRequest request) => _seen.Asked(route, request);

    /// <summary>As live traffic is compared, learned noise taken out.</summary>
    public Comparison Compare(ResponsePair pair, ResponseComparison comparer, LearnedNoise noise) => noise.Filter(pair.Route, comparer.Compare(pair, _seen));

    /// <summary>Whether asking anew would tell something.</summary>
    public bool WantsLook(Comparison comparison) => comparison.Outcome == Outcome.Diverged && comparison.Open.Any(divergence => !_known.IsConfirmed(divergence.Fingerprint));

    /// <summary>Which of its divergences last, remembered for the sightings after it.</summary>
    public Comparison Judge(ResponsePair pair, Comparison comparison, StateMoment moment, Again? again, DateTimeOffset at)
    {
        if (comparison.Outcome != Outcome.Diverged)
            return comparison;

        var judged = (_judge ??= new(_known, passingSightings)).Judge(comparison, moment, again);
        foreach (var divergence in judged.Divergences)
            _known.Saw(_known.Bound(pair, divergence), at);

        return judged;
    }

    /// <summary>Notes one more exchange that it showed in, once it was found.</summary>
    public void ShowedAgain() => Shown++;

    /// <summary>Notes what came of an exchange that it showed in.</summary>
    /// <param name="pair">The exchange, with the fault in it.</param>
    /// <param name="judged">The comparison of that.</param>
    /// <param name="untouched">How the same answers differ as they are.</param>
    /// <param name="stands">Whether a fingerprint counts against its route.</param>
    public void Note(ResponsePair pair, Comparison judged, Comparison untouched, Predicate<string> stands)
    {
        Shown++;
        _areOfTwoStatuses = pair.Legacy.Status != pair.Modern.Status;
        var known = untouched.Divergences.Select(divergence => divergence.Fingerprint).ToHashSet(StringComparer.Ordinal);
        Divergence[] own = [.. judged.Divergences.Where(divergence => divergence.IsOpen && !known.Contains(divergence.Fingerprint))];
        Divergence[] standing = [.. own.Where(divergence => divergence.Sighting == Sighting.Stable && stands(divergence.Fingerprint))];
        if (Array.Find(standing, divergence => IsHere(divergence.At)) is { } found)
            FoundAs ??= $"{KebabName<DivergenceKind>.Of(found.Difference.Kind)} {found.At}";
        else if (Excuse(judged, untouched, own, standing) is { } excuse)
            _excuses[excuse] = _excuses.GetValueOrDefault(excuse) + 1;
    }

    /// <summary>
    /// Whether it has made the answer as legacy's is: there modern is meant to have what legacy has not, and with the fault has none of it, or less. Such
    /// an answer is a legal one, and no fault.
    /// </summary>
    public bool IsAsLegacy(Comparison judged, Comparison untouched) =>
        untouched.Divergences.Any(divergence => !divergence.IsOpen && IsHere(divergence.At))
        && (site!.Form.Kind == FaultKind.Missing ? judged.Open.Count() <= untouched.Open.Count() : !judged.Divergences.Any(divergence => IsHere(divergence.At)));

    /// <summary>Notes an exchange that it showed in, and that could not be judged.</summary>
    public void NoteUnjudged(string why)
    {
        Shown++;
        _excuses[why] = _excuses.GetValueOrDefault(why) + 1;
    }

    private string Excuse(Comparison judged, Comparison untouched, Divergence[] own, Divergence[] standing) =>
        judged.NotComparable is { } reason ? $"not compared: {KebabName<UncomparedReason>.Of(reason)}"
        : standing.Length > 0 ? $"named elsewhere: {standing[0].At}"
        : Array.Find(own, divergence => IsHere(divergence.At)) is { } seen ? (seen.Sighting == Sighting.Stable ? "accepted" : seen.Sighting == Sighting.State ? "of state" : "transient")
        : judged.Divergences.FirstOrDefault(divergence => divergence.OnPurpose is not null && IsHere(divergence.At)) is { } meant ? $"on purpose: {meant.OnPurpose}"
        : judged.Open.Any(divergence => IsHere(divergence.At)) ? "diverges there as it is"
        : judged.Suppressed.Except(untouched.Suppressed).Order(StringComparer.Ordinal).ToArray() is { Length: > 0 } rules ? $"rule: {string.Join(", ", rules)}"
        : judged.Suppressed.Count > 0 ? $"rule: one of {string.Join(", ", judged.Suppressed.Order(StringComparer.Ordinal))}"
        : "no difference seen";

    /// <summary>At the place, within it or around it; or at the status where the sides have two, since all else then follows from that.</summary>
    private bool IsHere(string at) =>
        site!.Form.Kind is null || site.Place == Location.Status.ToPattern() || (_areOfTwoStatuses && at == Location.Status.ToPattern()) || FaultSite.AreOnOnePath(at, site.Place);

    private bool IsDrawn(string client) => site!.Form.Occurrence is not { OneOf: > 1 } occurrence
        || plan.Draw($"{site.Name}|{(occurrence.IsByClient ? client : $"{_drawn++}")}") % (ulong)occurrence.OneOf == 0;
}
