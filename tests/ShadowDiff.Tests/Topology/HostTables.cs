using Microsoft.Data.Sqlite;
using Strangler.ShadowDiff.Store;
using Strangler.ShadowDiff.Triage;

namespace Strangler.ShadowDiff.Tests.Topology;

/// <summary>The host's part of the database, as the gateway has one: an audit, and a version of its own.</summary>
internal sealed class HostTables : IStoreFeature, ITriageAudit
{
    public IEnumerable<Migration> Migrations =>
    [
        new(
            1,
            """
            CREATE TABLE audit (
                id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, who TEXT NOT NULL, why TEXT NOT NULL,
                route TEXT NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL) STRICT;
            """,
            Part: 1,
            Parts: 3),
        new(2, "CREATE TABLE job (id TEXT PRIMARY KEY) STRICT;"),
    ];

    public void Add(SqliteConnection connection, TriageChange change) => Insert(connection, change);

    /// <summary>Returns the entry's id.</summary>
    public static long Insert(SqliteConnection connection, TriageChange change) => (long)connection.Scalar(
        "INSERT INTO audit (at, who, why, route, before, after) VALUES (@at, @who, @why, @route, @before, @after) RETURNING id",
        ("@at", change.At.ToUnixTimeMilliseconds()),
        ("@who", change.Who),
        ("@why", change.Why),
        ("@route", change.Divergence),
        ("@before", change.Before),
        ("@after", change.After))!;
}

/// <summary>Reads and writes the host's audit.</summary>
internal sealed class HostAudit(GatewayDatabase database)
{
    /// <summary>Returns the entry's id, once it is on the disk.</summary>
    public async Task<long> AppendAsync(TriageChange entry)
    {
        var id = 0L;
        await database.WriteAsync(connection => id = HostTables.Insert(connection, entry), durable: true, CancellationToken.None);
        return id;
    }

    /// <summary>The newest entries, newest first.</summary>
    public IReadOnlyList<(long Id, TriageChange Entry)> Latest(int limit) => database.Read(connection => connection.Query(
        "SELECT id, at, who, why, route, before, after FROM audit ORDER BY id DESC LIMIT @limit",
        row => (row.GetInt64(0), new TriageChange(
            DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(1)), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5), row.GetString(6))),
        ("@limit", limit)));
}
