using System.Data.Common;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Store;

namespace Strangler.ShadowDiff.Coverage;

/// <summary>
/// Carries counts and latencies between memory and the database. Registered before the findings: what is counted here has
/// been noted there, so that no count is in the database without what was found.
/// </summary>
internal sealed class CoverageStore(CoverageCounts counts, IModernBuild build) : IStoreFeature
{
    private Dictionary<string, long[]> _written = new(StringComparer.Ordinal);

    /// <remarks>When the latencies of the first versions were measured is not known: they go to <see cref="LatencyTable.Undated"/>.</remarks>
    public IEnumerable<Migration> Migrations =>
    [
        new(
            1,
            """
            CREATE TABLE coverage (
                route TEXT NOT NULL, outcome TEXT NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (route, outcome)) STRICT, WITHOUT ROWID;
            CREATE TABLE latency (
                route TEXT NOT NULL, side TEXT NOT NULL, histogram BLOB NOT NULL, PRIMARY KEY (route, side)) STRICT, WITHOUT ROWID;
            """,
            Part: 2,
            Parts: 3),
        new(
            3,
            """
            CREATE TABLE coverage_hour (
                route TEXT NOT NULL, hour INTEGER NOT NULL, outcome TEXT NOT NULL, count INTEGER NOT NULL,
                PRIMARY KEY (route, hour, outcome)) STRICT, WITHOUT ROWID;
            """,
            Part: 1,
            Parts: 3),
        new(
            5,
            """
            CREATE TABLE latency_day (
                route TEXT NOT NULL, side TEXT NOT NULL, day INTEGER NOT NULL, histogram BLOB NOT NULL,
                PRIMARY KEY (route, side, day)) STRICT, WITHOUT ROWID;
            INSERT INTO latency_day (route, side, day, histogram) SELECT route, side, 0, histogram FROM latency;
            DROP TABLE latency;
            """),
        new(
            7,
            """
            CREATE TABLE coverage_build (
                route TEXT NOT NULL, hour INTEGER NOT NULL, build TEXT NOT NULL, outcome TEXT NOT NULL, count INTEGER NOT NULL,
                PRIMARY KEY (route, hour, build, outcome)) STRICT, WITHOUT ROWID;
            INSERT INTO coverage_build (route, hour, build, outcome, count) SELECT route, hour, '', outcome, count FROM coverage_hour;
            DROP TABLE coverage_hour;
            ALTER TABLE coverage_build RENAME TO coverage_hour;
            CREATE TABLE latency_build (
                route TEXT NOT NULL, side TEXT NOT NULL, day INTEGER NOT NULL, build TEXT NOT NULL, histogram BLOB NOT NULL,
                PRIMARY KEY (route, side, day, build)) STRICT, WITHOUT ROWID;
            INSERT INTO latency_build (route, side, day, build, histogram) SELECT route, side, day, '', histogram FROM latency_day;
            DROP TABLE latency_day;
            ALTER TABLE latency_build RENAME TO latency_day;
            """,
            Part: 1,
            Parts: 2),
    ];

    public void Load(DbConnection connection)
    {
        var stored = CoverageTable.Read(connection);
        LatencyTable.Load(connection, counts);
        foreach (var (route, outcome, count) in stored)
            TakeUp(route, outcome, count);
    }

    public void BeginAnew(DbConnection connection)
    {
        foreach (var (route, written) in _written)
        {
            for (var i = 0; i < written.Length; i++)
                counts.For(route).Add(RouteCounts.Names[i], -written[i]);
        }

        _written = new(StringComparer.Ordinal);
        counts.ForgetLatencies();
        Load(connection);
    }

    public PendingWrite? Take()
    {
        var (now, latencies) = (Snapshot(), counts.TakeLatencies());
        return latencies.Count == 0 && !IsBehind(now) ? null : new(
            (connection, at) => Write(connection, now, latencies, StoreHour.Of(at)), () => counts.Return(latencies), () => _written = now);
    }

    /// <summary>Counts and latencies in all stay.</summary>
    public void DeleteOld(DbConnection connection, DateTimeOffset now, DateTimeOffset oldest)
    {
        CoverageTable.DeleteHours(connection, StoreHour.Oldest(now));
        LatencyTable.Forget(connection, StoreHour.Day(StoreHour.Oldest(now)));
    }

    /// <summary>Takes up counts that have gone into the database by another way.</summary>
    public void TakeUp(string route, string outcome, long count)
    {
        counts.For(route).Add(outcome, count);
        var place = Array.IndexOf(RouteCounts.Names, outcome);
        if (place >= 0)
        {
            var written = _written.TryGetValue(route, out var known) ? known : _written[route] = new long[RouteCounts.Names.Length];
            written[place] += count;
        }
    }

    private Dictionary<string, long[]> Snapshot() => counts.Routes.ToDictionary(route => route.Route, route => route.Snapshot(), StringComparer.Ordinal);

    private bool IsBehind(Dictionary<string, long[]> now) =>
        now.Any(entry => !_written.TryGetValue(entry.Key, out var written) || !written.AsSpan().SequenceEqual(entry.Value));

    /// <summary>Writes what has been added since the last commit, as differences: another program's counts stay.</summary>
    private void Write(DbConnection connection, Dictionary<string, long[]> counted, IReadOnlyList<UnwrittenLatency> latencies, long hour)
    {
        foreach (var (route, now) in counted)
        {
            var before = _written.GetValueOrDefault(route) ?? new long[now.Length];
            for (var i = 0; i < now.Length; i++)
            {
                if (now[i] != before[i])
                {
                    CoverageTable.Add(connection, route, RouteCounts.Names[i], now[i] - before[i]);
                    CoverageTable.AddToHour(connection, route, hour, build.BuildOf(route), RouteCounts.Names[i], now[i] - before[i]);
                }
            }
        }

        LatencyTable.Write(connection, latencies, build.BuildOf, StoreHour.Day(hour));
    }
}
