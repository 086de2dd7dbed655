using Strangler.ShadowDiff.Store;

namespace Strangler.Gateway.Audit;

/// <summary>Who changed what, when and why. Entries are only ever added.</summary>
internal sealed class AuditLog(GatewayDatabase database)
{
    /// <summary>Adds an entry and returns it with its id, once it is on the disk.</summary>
    /// <exception cref="StoreException">It could not be written.</exception>
    public async Task<AuditEntry> AppendAsync(AuditEntry entry, CancellationToken cancellationToken = default)
    {
        var id = 0L;
        await database.WriteAsync(connection => id = AuditTable.Insert(connection, entry), durable: true, cancellationToken);
        return entry with { Id = id };
    }

    /// <summary>The newest entries, newest first.</summary>
    /// <param name="limit">Most entries to return; less than 1 returns none.</param>
    public IReadOnlyList<AuditEntry> Latest(int limit) => limit < 1 ? [] : database.Read(connection => AuditTable.Latest(connection, limit));

    /// <summary>The entry with this id, or null.</summary>
    public AuditEntry? Find(long id) => database.Read(connection => AuditTable.Find(connection, id));
}
