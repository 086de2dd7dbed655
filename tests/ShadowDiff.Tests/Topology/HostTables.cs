using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Serialization;
using Strangler.ShadowDiff.Store;
using Strangler.ShadowDiff.Triage;

namespace Strangler.ShadowDiff.Tests.Topology;

/// <summary>Stands for the host's part of the database: its part of the first version, versions of its own, and an audit that numbers its entries, which are JSON.</summary>
internal sealed class HostTables : IStoreFeature, ITriageAudit
{
    public IEnumerable<Migration> Migrations =>
    [
        new(1, "CREATE TABLE audit (id INTEGER PRIMARY KEY AUTOINCREMENT, change TEXT NOT NULL) STRICT;", Part: 1, Parts: 3),
        new(2, "CREATE TABLE job (id TEXT PRIMARY KEY) STRICT;"),
        .. Enumerable.Range(10, 6).Select(version => new Migration(version, "SELECT 1;")),
    ];

    public void Add(DbConnection connection, TriageChange change) => Insert(connection, change);

    /// <summary>Returns the entry's id.</summary>
    public static long Insert(DbConnection connection, TriageChange change) =>
        (long)connection.Scalar("INSERT INTO audit (change) VALUES (@change) RETURNING id", ("@change", JsonSerializer.Serialize(change, HostJson.Default.TriageChange)))!;
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
        "SELECT id, change FROM audit ORDER BY id DESC LIMIT @limit",
        row => (row.GetInt64(0), JsonSerializer.Deserialize(row.GetString(1), HostJson.Default.TriageChange)!),
        ("@limit", limit)));
}

[JsonSerializable(typeof(TriageChange))]
internal sealed partial class HostJson : JsonSerializerContext;
