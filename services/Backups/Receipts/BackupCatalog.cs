using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Strangler.Services.Configuration;

namespace Strangler.Services.Backups.Receipts;

/// <summary>
/// The backup server's database, which is not ours: opened read-only, anew for each query, and never locked against others. What
/// cannot be read counts as unknown: that degrades the answer and never fails it.
/// </summary>
internal sealed partial class BackupCatalog(IOptions<ServicesOptions> services, IOptions<ReceiptsOptions> receipts, ILogger<BackupCatalog> logger)
{
    private readonly string[] _places = [.. Places(receipts.Value.Database).Select(place => Path.GetFullPath(Path.Combine(services.Value.LegacyRoot, place)))];
    private readonly int _timeout = receipts.Value.DatabaseTimeoutSeconds;
    private volatile string? _lastError;

    /// <summary>
    /// One entry for each name, in the same order. SQLite has no asynchronous calls, and a locked database makes them wait, so they
    /// do not run on the request's thread.
    /// </summary>
    public Task<IReadOnlyList<CatalogEntry>> FindAsync(IReadOnlyCollection<string> names, CancellationToken cancellationToken) =>
        Task.Run(() => Find(names), cancellationToken);

    /// <summary>Why it cannot be read, as the end of a sentence; null where it can, and where the backup server has not made one yet.</summary>
    public string? Problem()
    {
        if (Array.Find(_places, File.Exists) is not { } database)
            return receipts.Value.Database is { Length: > 0 } ? $"'{_places[0]}' is not there" : null;

        try
        {
            using var connection = Open(database);
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT count(*) FROM sqlite_schema";
            command.ExecuteScalar();
            return null;
        }
        catch (SqliteException error)
        {
            return $"'{database}' cannot be read ({error.Message})";
        }
    }

    private IReadOnlyList<CatalogEntry> Find(IReadOnlyCollection<string> names)
    {
        if (names.Count == 0 || Array.Find(_places, File.Exists) is not { } database)
            return Unknown(names);
        try
        {
            return Read(database, names);
        }
        catch (SqliteException error)
        {
            LogOnce(database, error.Message);
            return Unknown(names);
        }
    }

    private List<CatalogEntry> Read(string database, IReadOnlyCollection<string> names)
    {
        using var connection = Open(database);
        using var reading = connection.BeginTransaction(deferred: true);
        using var query = new CatalogQuery(connection);
        List<CatalogEntry> entries = [.. names.Select(query.Find)];
        _lastError = null;
        return entries;
    }

    private SqliteConnection Open(string database)
    {
        // Without a pool, so that the file is not kept open and can be moved.
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = database,
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
            DefaultTimeout = _timeout,
        }.ToString());
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static string[] Places(string? configured) =>
        string.IsNullOrEmpty(configured) ? [Path.Combine("data", "database", "defensive.db"), "defensive.db"] : [configured];

    private static CatalogEntry[] Unknown(IReadOnlyCollection<string> names) => [.. Enumerable.Repeat(CatalogEntry.Unknown, names.Count)];

    private void LogOnce(string database, string error)
    {
        if (_lastError == error)
            return;
        _lastError = error;
        LogNotRead(database, error);
    }

    [LoggerMessage(LogLevel.Warning, "{Database} cannot be read; what it knows of received files is left out: {Error}")]
    private partial void LogNotRead(string database, string error);
}

/// <summary>What the backup server's database knows about a stored file; null means unknown.</summary>
/// <param name="Verified">Whether the client confirmed the checksum.</param>
/// <param name="Crc">POSIX <c>cksum</c> of the content.</param>
/// <param name="Client">Name of the client that stored it last.</param>
internal sealed record CatalogEntry(bool? Verified, long? Crc, string? Client)
{
    public static readonly CatalogEntry Unknown = new(null, null, null);
}
