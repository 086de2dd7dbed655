using Microsoft.Data.Sqlite;
using Strangler.ShadowDiff.Capture;
using Strangler.ShadowDiff.Rules;

namespace Strangler.ShadowDiff.Store;

/// <summary>Carries counts and latencies between the ledger in memory and the database.</summary>
internal sealed class CoverageTable(CoverageLedger ledger)
{
    private Dictionary<string, long[]> _written = new(StringComparer.Ordinal);

    public void Load(SqliteConnection connection)
    {
        foreach (var (route, outcome, count) in connection.Query(
            "SELECT route, outcome, count FROM coverage", row => (row.GetString(0), row.GetString(1), row.GetInt64(2))))
        {
            ledger.For(route).Add(outcome, count);
        }

        foreach (var (route, side, histogram) in connection.Query(
            "SELECT route, side, histogram FROM latency", row => (row.GetString(0), row.GetString(1), row.GetFieldValue<byte[]>(2))))
        {
            (side == KebabName<Side>.Of(Side.Legacy) ? ledger.For(route).Legacy : ledger.For(route).Modern).Load(histogram);
        }

        _written = Snapshot();
    }

    public Dictionary<string, long[]> Snapshot() => ledger.Routes.ToDictionary(route => route.Route, route => route.Snapshot(), StringComparer.Ordinal);

    public bool IsBehind(Dictionary<string, long[]> counts) =>
        counts.Any(entry => !_written.TryGetValue(entry.Key, out var written) || !written.AsSpan().SequenceEqual(entry.Value));

    /// <summary>Writes what has been added since the last commit, as differences: another program's counts stay.</summary>
    /// <param name="hour">The hour that it is counted in besides.</param>
    public void Write(SqliteConnection connection, Dictionary<string, long[]> counts, long hour)
    {
        foreach (var (route, now) in counts)
        {
            var before = _written.GetValueOrDefault(route) ?? new long[now.Length];
            for (var i = 0; i < now.Length; i++)
            {
                if (now[i] != before[i])
                {
                    Add(connection, route, RouteLedger.Names[i], now[i] - before[i]);
                    AddToHour(connection, route, hour, RouteLedger.Names[i], now[i] - before[i]);
                }
            }

            if (!now.AsSpan().SequenceEqual(before))
            {
                Save(connection, route, Side.Legacy, ledger.For(route).Legacy);
                Save(connection, route, Side.Modern, ledger.For(route).Modern);
            }
        }
    }

    /// <summary>Takes up counts that have gone into the database by another way.</summary>
    public void TakeUp(string route, string outcome, long count)
    {
        ledger.For(route).Add(outcome, count);
        var place = Array.IndexOf(RouteLedger.Names, outcome);
        if (place >= 0)
        {
            var written = _written.TryGetValue(route, out var known) ? known : _written[route] = new long[RouteLedger.Names.Length];
            written[place] += count;
        }
    }

    /// <summary>To be called once the write is committed.</summary>
    public void Committed(Dictionary<string, long[]> counts) => _written = counts;

    public static void Add(SqliteConnection connection, string route, string outcome, long count) => connection.Execute(
        "INSERT INTO coverage (route, outcome, count) VALUES (@route, @outcome, @count) ON CONFLICT DO UPDATE SET count = count + excluded.count",
        ("@route", route), ("@outcome", outcome), ("@count", count));

    public static void AddToHour(SqliteConnection connection, string route, long hour, string outcome, long count) => connection.Execute(
        """
        INSERT INTO coverage_hour (route, hour, outcome, count) VALUES (@route, @hour, @outcome, @count)
        ON CONFLICT DO UPDATE SET count = count + excluded.count
        """,
        ("@route", route), ("@hour", hour), ("@outcome", outcome), ("@count", count));

    public static void Save(SqliteConnection connection, string route, Side side, LatencyRecord latency)
    {
        if (latency.Count > 0)
        {
            connection.Execute(
                "INSERT INTO latency (route, side, histogram) VALUES (@route, @side, @data) ON CONFLICT DO UPDATE SET histogram = excluded.histogram",
                ("@route", route), ("@side", KebabName<Side>.Of(side)), ("@data", latency.Save()));
        }
    }
}
