using System.Data.Common;
using Microsoft.Extensions.Options;
using Strangler.ShadowDiff.Coverage;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Rules;
using Strangler.ShadowDiff.Store;
using Strangler.ShadowDiff.Traces;
using Strangler.ShadowDiff.Triage;
using Strangler.ShadowDiff.Trials;

namespace Strangler.ShadowDiff.Gate;

/// <summary>Gathers what a route has shown: outcomes and latencies from the database, states from memory.</summary>
internal sealed class EvidenceReader(TriageStates triage, IModernBuild builds, RulesInForce rules, IOptionsMonitor<GateThresholds> thresholds, TimeProvider time)
{
    private const int TrendHours = 24;

    public RouteRecord Read(DbConnection connection, string route)
    {
        var now = StoreHour.Of(time.GetUtcNow());
        var first = now - (long)thresholds.Get(route).Window.TotalHours + 1;
        var build = builds.BuildOf(route);
        var hours = HourTally.Read(connection, triage, route, build, Math.Min(first, now - TrendHours + 1));
        return new(
            Evidence(connection, route, build, first, HourTally.Sum(hours.Where(hour => hour.Key >= first).Select(hour => hour.Value)).Settled()),
            [.. Enumerable.Range(0, TrendHours).Select(i => hours.GetValueOrDefault(now - TrendHours + 1 + i)?.CleanShare)]);
    }

    public GateVerdict Judge(DbConnection connection, string route) => Judge(route, Read(connection, route).Evidence);

    public GateVerdict Judge(string route, GateEvidence evidence) => new(route, GateCriteria.Judge(evidence, thresholds.Get(route)), evidence);

    private GateEvidence Evidence(DbConnection connection, string route, string build, long first, HourTally tally)
    {
        var evidence = Counted(connection, route, build, first, tally, TraceTable.Newest(connection, route, build, StoreHour.Start(first)));
        return thresholds.Get(route).MinRecall == 0 || TrialStore.Read(connection, route) is not { } trial
            ? evidence
            : evidence with { Trial = trial, IsTrialCurrent = trial.Build == build && trial.Rules == rules.Current.Version };
    }

    private GateEvidence Counted(DbConnection connection, string route, string build, long first, HourTally tally, TraceEvidence? traces) => new(
        StoreHour.Start(first),
        tally.Eligible,
        tally.Compared,
        tally.Matched,
        tally.OnPurpose,
        tally.Accepted,
        tally.Diverged,
        tally.Outdated,
        [.. Critical(connection, route), .. (traces?.Divergences ?? []).Select(divergence => $"{divergence} of a traced job")],
        // What legacy took with its own jobs is true whichever build modern has.
        LatencyTable.Read(connection, route, Side.Legacy, tally.Compared > 0 ? build : null, StoreHour.Day(first)),
        LatencyTable.Read(connection, route, Side.Modern, build, StoreHour.Day(first)),
        tally.Transient,
        tally.State,
        tally.SampledOut,
        build,
        tally.Pinned > 0 ? new(tally.Pinned, tally.PinnedToLegacy, tally.ByShape, tally.ShapeMatched, tally.ShapeOnPurpose, tally.Lacking) : null,
        traces);

    private List<string> Critical(DbConnection connection, string route) =>
    [
        .. connection.Query(
            """
            SELECT fingerprint, kind, at, status_legacy, status_modern FROM divergence
            WHERE route = @route AND on_purpose IS NULL AND count > transient + state ORDER BY last_seen DESC
            """,
            row => (Fingerprint: row.GetString(0), Kind: row.GetString(1), At: row.GetString(2), Legacy: row.GetInt32(3), Modern: row.GetInt32(4)),
            ("@route", route))
            .Where(found => Severity.IsCritical(found.Kind, found.At) && triage.Stands(found.Fingerprint))
            .Select(found => found.At == "status" ? $"{found.Kind} at status ({found.Legacy}, {found.Modern})" : $"{found.Kind} at {found.At}"),
    ];
}

/// <summary>A route's evidence, and how it came about.</summary>
/// <param name="Evidence">Of the gate's window.</param>
/// <param name="Trend">The last hours, oldest first: the share of judged exchanges without a standing divergence, null where there were none.</param>
internal sealed record RouteRecord(GateEvidence Evidence, IReadOnlyList<double?> Trend);
