using System.Data.Common;
using Strangler.ShadowDiff.Findings;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Store;
using Strangler.ShadowDiff.Triage;

namespace Strangler.ShadowDiff.Gate;

/// <summary>What became of a route's exchanges in one hour, as the states of the fingerprints are now.</summary>
internal sealed class HourTally
{
    public long Eligible { get; private set; }

    public long Compared { get; private set; }

    public long Matched { get; private set; }

    public long OnPurpose { get; private set; }

    public long Accepted { get; private set; }

    /// <summary>With a divergence that stands.</summary>
    public long Diverged { get; private set; }

    public long Outdated { get; private set; }

    public long Transient { get; private set; }

    public long State { get; private set; }

    public long SampledOut { get; private set; }

    /// <summary>Answered by the only side that can.</summary>
    public long Pinned { get; private set; }

    /// <summary>Of these, by legacy: what modern is measured by.</summary>
    public long PinnedToLegacy { get; private set; }

    /// <summary>Of those of modern, judged by shape.</summary>
    public long ByShape { get; private set; }

    /// <summary>Of these, like legacy's.</summary>
    public long ShapeMatched { get; private set; }

    /// <summary>Of these, unlike them as rules mean it.</summary>
    public long ShapeOnPurpose { get; private set; }

    /// <summary>Legacy's that show what modern's lack: no evidence for it, but against it.</summary>
    public long Lacking { get; private set; }

    /// <summary>With a stable divergence, as they were counted.</summary>
    private long Counted { get; set; }

    /// <summary>See <see cref="RouteRecord.Trend"/>.</summary>
    public double? CleanShare => Settled() is { Judged: > 0 } settled ? (double)(settled.Judged - settled.Diverged) / settled.Judged : null;

    /// <summary>Several hours together.</summary>
    public static HourTally Sum(IEnumerable<HourTally> hours)
    {
        var sum = new HourTally();
        foreach (var hour in hours)
        {
            sum.Eligible += hour.Eligible;
            sum.Compared += hour.Compared;
            sum.Matched += hour.Matched;
            sum.OnPurpose += hour.OnPurpose;
            sum.Accepted += hour.Accepted;
            sum.Diverged += hour.Diverged;
            sum.Outdated += hour.Outdated;
            sum.Transient += hour.Transient;
            sum.State += hour.State;
            sum.SampledOut += hour.SampledOut;
            sum.Pinned += hour.Pinned;
            sum.PinnedToLegacy += hour.PinnedToLegacy;
            sum.ByShape += hour.ByShape;
            sum.ShapeMatched += hour.ShapeMatched;
            sum.ShapeOnPurpose += hour.ShapeOnPurpose;
            sum.Lacking += hour.Lacking;
            sum.Counted += hour.Counted;
        }

        return sum;
    }

    /// <summary>
    /// As it adds up: an exchange is noted with its divergences before it is counted, so some may be noted that are not counted yet. What is counted
    /// and noted nowhere stands: nobody has said anything of it.
    /// </summary>
    public HourTally Settled()
    {
        var settled = Sum([this]);
        var noted = Accepted + Diverged + Outdated;
        settled.Diverged = Math.Min(Counted, Diverged + Math.Max(0, Counted - noted));
        settled.Outdated = Math.Min(Outdated, Counted - settled.Diverged);
        settled.Accepted = Counted - settled.Diverged - settled.Outdated;
        return settled;
    }

    private long Judged => Compared + ByShape + Lacking - Outdated - Transient - State;

    /// <summary>A route's tallies by hour, from one on, of one build.</summary>
    public static SortedDictionary<long, HourTally> Read(DbConnection connection, TriageStates triage, string route, string build, long since)
    {
        var hours = new SortedDictionary<long, HourTally>();
        foreach (var (hour, outcome, count) in connection.Query(
            "SELECT hour, outcome, count FROM coverage_hour WHERE route = @route AND build = @build AND hour >= @since",
            row => (row.GetInt64(0), row.GetString(1), row.GetInt64(2)),
            ("@route", route), ("@build", build), ("@since", since)))
        {
            At(hours, hour).AddOutcome(outcome, count);
        }

        foreach (var (hour, fingerprints, count) in connection.Query(
            "SELECT hour, fingerprints, count FROM divergence_set WHERE route = @route AND build = @build AND hour >= @since",
            row => (row.GetInt64(0), row.GetString(1), row.GetInt64(2)),
            ("@route", route), ("@build", build), ("@since", since)))
        {
            At(hours, hour).AddDiverged([.. DivergenceSets.Members(fingerprints).Select(triage.StateOf)], count);
        }

        return hours;
    }

    private static HourTally At(SortedDictionary<long, HourTally> hours, long hour) => hours.TryGetValue(hour, out var found) ? found : hours[hour] = new();

    /// <param name="name">An outcome, or the reason why there is none.</param>
    /// <param name="count">Exchanges.</param>
    private void AddOutcome(string name, long count)
    {
        var outcome = KebabName<Outcome>.TryParse(name);
        SampledOut += name == KebabName<UncomparedReason>.Of(UncomparedReason.SampledOut) ? count : 0;
        Eligible += count;
        Compared += outcome is null ? 0 : count;
        Matched += outcome == Outcome.Match ? count : 0;
        OnPurpose += outcome == Outcome.OnPurpose ? count : 0;
        Transient += outcome == Outcome.Transient ? count : 0;
        State += outcome == Outcome.State ? count : 0;
        Counted += outcome == Outcome.Diverged ? count : 0;
        if (PinnedCount.Of(name) is var (side, judgement))
            AddPinned(side, judgement, count);
    }

    private void AddPinned(Side side, ShapeOutcome judgement, long count)
    {
        var isModern = side == Side.Modern;
        Pinned += count;
        PinnedToLegacy += isModern ? 0 : count;
        ByShape += isModern && judgement != ShapeOutcome.Learned ? count : 0;
        ShapeMatched += isModern && judgement == ShapeOutcome.Match ? count : 0;
        ShapeOnPurpose += isModern && judgement == ShapeOutcome.OnPurpose ? count : 0;
        Lacking += !isModern && judgement == ShapeOutcome.Diverged ? count : 0;
        Counted += judgement == ShapeOutcome.Diverged ? count : 0;
    }

    private void AddDiverged(TriageState[] states, long count)
    {
        if (states.Any(state => state is TriageState.Open or TriageState.Fixed))
            Diverged += count;
        else if (states.Contains(TriageState.Closed))
            Outdated += count;
        else
            Accepted += count;
    }
}
