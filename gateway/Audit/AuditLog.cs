using System.Data.Common;
using Strangler.Gateway.Handover;
using Strangler.ShadowDiff.Store;

namespace Strangler.Gateway.Audit;

/// <summary>Who changed what, when and why. Entries are only ever added.</summary>
internal sealed class AuditLog(GatewayDatabase database, AuditBacklog backlog, Standby standby, TimeProvider time)
{
    private const int MostSince = 1000;

    /// <summary>How long an entry waits for the database's turn.</summary>
    private static readonly TimeSpan ForTheTurn = TimeSpan.FromSeconds(1);

    /// <summary>How long whoever asked waits for the disk.</summary>
    public static readonly TimeSpan ForTheDisk = TimeSpan.FromSeconds(2);

    /// <summary>What an operator should know; null when every entry is in the database.</summary>
    public string? Problem => backlog.Problem ?? database.Notice;

    /// <summary>The same for whoever reads entries.</summary>
    public string? ProblemOfReading => database.CanBeRead ? Problem : $"Only changes that wait for the database are here, and no older ones: it cannot be read. {Problem}".TrimEnd();

    /// <summary>Entries that are not in the database yet.</summary>
    public int Waiting => backlog.Entries.Count;

    /// <summary>What is said of an entry for which nobody waits any longer.</summary>
    public string NotYet => $"Not yet in the audit: {database.Name} does not answer. It is written as soon as it does, and is gone if the gateway ends before that.";

    /// <summary>As <see cref="AppendAllAsync"/>.</summary>
    public Task<string?> AppendAsync(AuditEntry entry) => AppendAllAsync([entry]);

    /// <summary>
    /// Adds entries, to the disk before it returns, and what waits before them. Where the database does not take them, they are kept beside it: an
    /// operator waits a second or two for them and no longer, whatever the disk does.
    /// </summary>
    /// <returns>Null, or what an operator should know.</returns>
    public async Task<string?> AppendAllAsync(IReadOnlyList<AuditEntry> entries)
    {
        if (standby.IsTrue)
            return null; // The gateway that serves now sees the same changes, and writes of them.

        try
        {
            // Nothing cancels it: what it tells of has happened, whether or not the client still waits.
            return await Task.Run(() => WriteOrKeepAsync(entries)).WaitAsync(ForTheDisk, time);
        }
        catch (TimeoutException)
        {
            return NotYet;
        }
    }

    private async Task<string?> WriteOrKeepAsync(IReadOnlyList<AuditEntry> entries)
    {
        var before = database.Notice;
        PendingWrite? pending = null;
        using var patience = new CancellationTokenSource(ForTheTurn, time);
        try
        {
            pending = await backlog.TakeWithAsync(entries, patience.Token);
            if (pending is null)
                return null;

            await database.WriteAsync(connection => pending.Write(connection, time.GetUtcNow()), durable: true, patience.Token);
            pending.Committed!();
            return database.Notice == before ? null : database.Notice;
        }
        catch (Exception ex) when (ex is StoreException or OperationCanceledException)
        {
            var warning = ex is StoreException refusal
                ? backlog.Keep(entries, refusal.Message, refusal.Level)
                : backlog.Keep(entries, $"{database.Name}: something else is still being written.");
            pending?.Return(); // puts what waited before them
            return warning;
        }
    }

    /// <summary>The newest entries, newest first; those that are not in the database yet have an id below zero.</summary>
    public async Task<IReadOnlyList<AuditEntry>> FindAsync(AuditQuery query, CancellationToken cancellationToken)
    {
        var stored = query.Limit < 1 ? [] : await ReadAsync(connection => AuditTable.Find(connection, query), cancellationToken) ?? [];
        IEnumerable<AuditEntry> waiting = backlog.Entries.Where(query.Takes).Reverse();
        return [.. waiting.Concat(stored).Take(query.Limit)];
    }

    /// <summary>The newest entry of each route, switch and divergence; null when the database cannot be read.</summary>
    /// <param name="file">The <c>features.json</c> whose flags are asked for.</param>
    /// <param name="cancellationToken">Until the reading begins.</param>
    public async Task<IReadOnlyDictionary<string, AuditEntry>?> LatestByRouteAsync(string file, CancellationToken cancellationToken)
    {
        if ((await ReadAsync(connection => AuditTable.LatestByRoute(connection, file), cancellationToken))?.ToDictionary(entry => entry.Route) is not { } latest)
            return null;

        foreach (var entry in backlog.Entries.Where(entry => entry.IsOf(file)))
            latest[entry.Route] = entry;

        return latest;
    }

    /// <summary>The entry with this id, or null.</summary>
    /// <exception cref="StoreException">The database cannot be read.</exception>
    public async Task<AuditEntry?> FindAsync(long id, CancellationToken cancellationToken) => id < 0
        ? backlog.Entries.FirstOrDefault(entry => entry.Id == id)
        : await database.ReadInTimeAsync(connection => AuditTable.Find(connection, id), ForTheDisk, cancellationToken);

    /// <summary>The changes of the same flag since an entry, newest first.</summary>
    public async Task<IReadOnlyList<AuditEntry>> SinceAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        var found = await FindAsync(new AuditQuery(MostSince, entry.Route), cancellationToken);
        return [.. found.TakeWhile(later => later.Id != entry.Id).Where(later => later.Before != later.After && later.File == entry.File)];
    }

    /// <summary>A database that cannot be read must not take the operator's board away; its writer says what is wrong.</summary>
    private async Task<T?> ReadAsync<T>(Func<DbConnection, T> read, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await database.ReadInTimeAsync(read, ForTheDisk, cancellationToken);
        }
        catch (StoreException)
        {
            return null;
        }
    }
}
