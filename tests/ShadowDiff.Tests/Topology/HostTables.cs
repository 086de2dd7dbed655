using Microsoft.Data.Sqlite;
using Strangler.ShadowDiff.Store;
using Strangler.ShadowDiff.Triage;

namespace Strangler.ShadowDiff.Tests.Topology;

/// <summary>Stands for the host's part of the database: its part of the first version and a version of its own, and an audit that numbers its entries.</summary>
internal sealed class HostTables : IStoreFeature, ITriageAudit
{
    public IEnumerable<Migration> Migrations =>
    [
        new(1, "CREATE TABLE audit (id INTEGER PRIMARY KEY AUTOINCREMENT, change TEXT NOT NULL) STRICT;", Part: 1, Parts: 3),
        new(2, "CREATE TABLE job (id TEXT PRIMARY KEY) STRICT;"),
    ];

    public void Add(SqliteConnection connection, TriageChange change) => Insert(connection, change);

    /// <summary>Returns the entry's id.</summary>
    public static long Insert(SqliteConnection connection, TriageChange change) =>
        (long)connection.Scalar("INSERT INTO audit (change) VALUES (@change) RETURNING id", ("@change", change.ToString()))!;
}

/// <summary>Writes to the host's audit, and says how far it is.</summary>
internal sealed class HostAudit(GatewayDatabase database)
{
    /// <summary>Returns the entry's id, once it is on the disk.</summary>
    public async Task<long> AppendAsync(TriageChange entry)
    {
        var id = 0L;
        await database.WriteAsync(connection => id = HostTables.Insert(connection, entry), durable: true, CancellationToken.None);
        return id;
    }

    /// <summary>The id of the newest entry.</summary>
    public long LastId() => database.Read(connection => (long)connection.Scalar("SELECT max(id) FROM audit")!);
}
