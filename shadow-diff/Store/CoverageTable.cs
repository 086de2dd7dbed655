using Microsoft.Data.Sqlite;

namespace Strangler.ShadowDiff.Store;

/// <summary>Carries counts between the ledger in memory and the database.</summary>
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
}
