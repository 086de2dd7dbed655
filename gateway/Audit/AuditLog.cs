using Microsoft.Data.Sqlite;
using Strangler.ShadowDiff.Store;

namespace Strangler.Gateway.Audit;

/// <summary>Who changed what, when and why. Entries are only ever added.</summary>
internal sealed class AuditLog(GatewayDatabase database, AuditBacklog backlog)
{
    private const int MostSince = 1000;

    /// <summary>What an operator should know; null when every entry is in the database.</summary>
    public string? Problem => backlog.Problem ?? database.Notice;

    /// <summary>Entries that are not in the database yet.</summary>
    public int Waiting => backlog.Entries.Count;

    /// <summary>Adds an entry, to the disk before it returns. Where the database does not take it, it is kept beside it.</summary>
    /// <returns>Null, or what an operator should know.</returns>
    public async Task<string?> AppendAsync(AuditEntry entry)
    {
        var before = database.Notice;
        try
        {
            // Nothing cancels it: what it tells of has happened, whether or not the client still waits.
            await database.WriteAsync(connection => AuditTable.Insert(connection, entry), durable: true, CancellationToken.None);
            return database.Notice == before ? null : database.Notice;
        }
        catch (StoreException ex)
        {
            return backlog.Keep(entry, ex);
        }
    }

    /// <summary>The newest entries, newest first; those that are not in the database yet have an id below zero.</summary>
    public IReadOnlyList<AuditEntry> Find(AuditQuery query)
    {
        IEnumerable<AuditEntry> waiting = backlog.Entries.Where(query.Takes).Reverse();
        return [.. waiting.Concat(Stored(query)).Take(query.Limit)];
    }

    /// <summary>The newest entry of each route, switch and divergence; null when the database cannot be read.</summary>
    /// <param name="file">The <c>features.json</c> whose flags are asked for.</param>
    public IReadOnlyDictionary<string, AuditEntry>? LatestByRoute(string file)
    {
        if (Read(connection => AuditTable.LatestByRoute(connection, file))?.ToDictionary(entry => entry.Route) is not { } latest)
            return null;

        foreach (var entry in backlog.Entries.Where(entry => entry.IsOf(file)))
            latest[entry.Route] = entry;

        return latest;
    }

    /// <summary>The entry with this id, or null.</summary>
    /// <exception cref="StoreException">The database cannot be read.</exception>
    public AuditEntry? Find(long id) => id < 0
        ? backlog.Entries.FirstOrDefault(entry => entry.Id == id)
        : database.Read(connection => AuditTable.Find(connection, id));

    /// <summary>The changes of the same flag since an entry, newest first.</summary>
    public IReadOnlyList<AuditEntry> Since(AuditEntry entry) =>
        [.. Find(new AuditQuery(MostSince, entry.Route)).TakeWhile(later => later.Id != entry.Id).Where(later => later.Before != later.After && later.File == entry.File)];

    private IReadOnlyList<AuditEntry> Stored(AuditQuery query) => query.Limit < 1 ? [] : Read(connection => AuditTable.Find(connection, query)) ?? [];

    /// <summary>A database that cannot be read must not take the operator's board away; its writer says what is wrong.</summary>
    private T? Read<T>(Func<SqliteConnection, T> read)
        where T : class
    {
        try
        {
            return database.Read(read);
        }
        catch (StoreException)
        {
            return null;
        }
    }
}
