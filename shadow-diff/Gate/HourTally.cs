using Microsoft.Data.Sqlite;
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

    public long Diverged { get; private set; }

    public long Outdated { get; private set; }

    public long Transient { get; private set; }

    public long State { get; private set; }

    /// <summary>See <see cref="RouteRecord.Trend"/>.</summary>
    public double? CleanShare => Judged == 0 ? null : (double)(Judged - Diverged) / Judged;

    private long Judged => Compared - Outdated - Transient - State;

    /// <summary>A route's tallies by hour, from one on.</summary>
    public static SortedDictionary<long, HourTally> Read(SqliteConnection connection, TriageStates triage, string route, long since)
    {
        var hours = new SortedDictionary<long, HourTally>();
        foreach (var (hour, outcome, count) in connection.Query(
            "SELECT hour, outcome, count FROM coverage_hour WHERE route = @route AND hour >= @since",
            row => (row.GetInt64(0), row.GetString(1), row.GetInt64(2)),
            ("@route", route), ("@since", since)))
        {
            At(hours, hour).AddOutcome(KebabName<Outcome>.TryParse(outcome), count);
        }

        foreach (var (hour, fingerprints, count) in connection.Query(
            "SELECT hour, fingerprints, count FROM divergence_set WHERE route = @route AND hour >= @since",
            row => (row.GetInt64(0), row.GetString(1), row.GetInt64(2)),
            ("@route", route), ("@since", since)))
        {
            At(hours, hour).AddDiverged([.. DivergenceSets.Members(fingerprints).Select(triage.StateOf)], count);
        }

        return hours;
    }

    private static HourTally At(SortedDictionary<long, HourTally> hours, long hour) => hours.TryGetValue(hour, out var found) ? found : hours[hour] = new();

    /// <param name="outcome">Null for an exchange that was not compared.</param>
    /// <param name="count">Exchanges.</param>
    private void AddOutcome(Outcome? outcome, long count)
    {
        Eligible += count;
        Compared += outcome is null ? 0 : count;
        Matched += outcome == Outcome.Match ? count : 0;
        OnPurpose += outcome == Outcome.OnPurpose ? count : 0;
        Transient += outcome == Outcome.Transient ? count : 0;
        State += outcome == Outcome.State ? count : 0;
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
