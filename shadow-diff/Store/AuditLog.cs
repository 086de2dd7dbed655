using Microsoft.Data.Sqlite;

namespace Strangler.ShadowDiff.Store;

/// <summary>Who changed what, when and why. Entries are only ever added.</summary>
public sealed class AuditLog
{
    private const string Columns = "id, at, who, why, route, before, after";
    private readonly GatewayDatabase _database;

    internal AuditLog(GatewayDatabase database) => _database = database;

    /// <summary>Adds an entry and returns it with its id, once it is on the disk.</summary>
    /// <exception cref="StoreException">It could not be written.</exception>
    public async Task<AuditEntry> AppendAsync(AuditEntry entry, CancellationToken cancellationToken = default)
    {
        var id = 0L;
        await _database.WriteAsync(connection => id = Insert(connection, entry), durable: true, cancellationToken);
        return entry with { Id = id };
    }

    /// <summary>The newest entries, newest first.</summary>
    /// <param name="limit">Most entries to return; less than 1 returns none.</param>
    public IReadOnlyList<AuditEntry> Latest(int limit) => limit < 1 ? [] : _database.Read(connection =>
        connection.Query($"SELECT {Columns} FROM audit ORDER BY id DESC LIMIT @limit", Entry, ("@limit", limit)));

    /// <summary>The entry with this id, or null.</summary>
    public AuditEntry? Find(long id) => _database.Read(connection =>
        connection.Query($"SELECT {Columns} FROM audit WHERE id = @id", Entry, ("@id", id)).SingleOrDefault());

    internal static long Insert(SqliteConnection connection, AuditEntry entry) => (long)connection.Scalar(
        "INSERT INTO audit (at, who, why, route, before, after) VALUES (@at, @who, @why, @route, @before, @after) RETURNING id",
        ("@at", entry.At.ToUnixTimeMilliseconds()),
        ("@who", entry.Who),
        ("@why", entry.Why),
        ("@route", entry.Route),
        ("@before", entry.Before),
        ("@after", entry.After))!;

    private static AuditEntry Entry(SqliteDataReader row) => new(
        row.GetInt64(0),
        DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(1)),
        row.GetString(2),
        row.GetString(3),
        row.GetString(4),
        row.GetString(5),
        row.GetString(6));
}
