using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace Strangler.ShadowDiff.Store;

/// <summary>
/// The one SQLite file. All writes go through one connection, one at a time; each read has a connection of its own and sees the
/// last commit. SQLite's calls are synchronous, so both are kept off the request path. Whoever uses the gateway keeps its own tables here
/// too (docs/architecture.md: one file, one writer), each as an <see cref="IStoreFeature"/>.
/// </summary>
public sealed class GatewayDatabase : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly ReaderWriterLockSlim _reading = new(LockRecursionPolicy.SupportsRecursion);
    private readonly Migrations _migrations;
    private readonly string _writerString;
    private readonly string _readerString;
    private readonly Lock _opening = new();
    private SqliteConnection? _writer;
    private bool _disposed;

    /// <param name="options">Names the file; it is opened by the first call.</param>
    /// <param name="features">Whose tables it has.</param>
    public GatewayDatabase(IOptions<DatabaseOptions> options, IEnumerable<IStoreFeature> features)
    {
        _migrations = new Migrations(features.SelectMany(feature => feature.Migrations));
        FilePath = Path.GetFullPath(options.Value.Database);
        _readerString = ConnectionString(FilePath, SqliteOpenMode.ReadWrite, pooling: true);
        _writerString = ConnectionString(FilePath, SqliteOpenMode.ReadWriteCreate, pooling: false);
    }

    /// <summary>Raised in a write's turn when the file had been deleted under the program and was written anew.</summary>
    public event Action? Restored;

    /// <summary>The file's full path.</summary>
    public string FilePath { get; }

    /// <summary>Opens the file, creating or migrating it.</summary>
    /// <exception cref="StoreException">It cannot be used.</exception>
    public void Open() => Writer();

    /// <summary>Runs <paramref name="work"/> in a transaction. With <paramref name="durable"/> it outlives a power cut, not only a crash.</summary>
    /// <exception cref="StoreException">The write failed; nothing of it is kept.</exception>
    public async Task WriteAsync(Action<SqliteConnection> work, bool durable, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await Task.Run(() => Write(work, durable), CancellationToken.None);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Runs <paramref name="work"/> outside of a transaction, as SQLite's own upkeep has to.</summary>
    /// <exception cref="StoreException">It failed.</exception>
    public async Task MaintainAsync(Action<SqliteConnection> work, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await Task.Run(() => Try("writing", () => work(Current())), CancellationToken.None);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Runs <paramref name="work"/> on a connection of its own, which sees the last commit.</summary>
    /// <exception cref="StoreException">The file cannot be used.</exception>
    public T Read<T>(Func<SqliteConnection, T> work)
    {
        Open();
        _reading.EnterReadLock();
        try
        {
            return Try("reading", () =>
            {
                using var connection = new SqliteConnection(_readerString);
                connection.Open();
                return work(connection);
            });
        }
        finally
        {
            _reading.ExitReadLock();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_disposed)
            return;

        _disposed = true;
        Close();
        _reading.Dispose();
        _turn.Dispose();
    }

    private void Write(Action<SqliteConnection> work, bool durable) => Try("writing", () =>
    {
        var connection = Current();
        connection.Execute(durable ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
        using var transaction = connection.BeginTransaction();
        work(connection);
        transaction.Commit();
    });

    private SqliteConnection Writer()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        lock (_opening)
            return _writer ??= DatabaseOpening.Open(FilePath, _writerString, _migrations);
    }

    /// <summary>
    /// The connection to the file that has the name now. SQLite goes on writing to a file that was deleted or moved away, and all of
    /// that would be gone with the program: while nothing has taken the name, the file is written anew with everything it held.
    /// </summary>
    private SqliteConnection Current()
    {
        var connection = Writer();
        if (!DatabaseFile.HasMoved(connection))
            return connection;
        if (File.Exists(FilePath))
            throw new StoreException($"{FilePath}: another file took its place while the gateway ran. Restart the gateway to use that one, or put the old one back.");

        Restore(connection);
        Restored?.Invoke();
        return Writer();
    }

    private void Restore(SqliteConnection moved)
    {
        var copy = $"{FilePath}.restored";
        _reading.EnterWriteLock();
        try
        {
            File.Delete(copy);
            moved.Execute("VACUUM INTO @copy", ("@copy", copy));
            Close();
            DatabaseFile.Replace(FilePath, copy);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"{FilePath}: was deleted while the gateway ran, and cannot be written anew ({ex.Message}).", ex);
        }
        finally
        {
            _reading.ExitWriteLock();
        }
    }

    private void Close()
    {
        lock (_opening)
        {
            _writer?.Dispose();
            _writer = null;
        }

        using var pooled = new SqliteConnection(_readerString);
        SqliteConnection.ClearPool(pooled);
    }

    private void Try(string what, Action work) => Try(what, () =>
    {
        work();
        return true;
    });

    private T Try<T>(string what, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (SqliteException ex)
        {
            throw new StoreException($"{FilePath}: {what} failed ({ex.Message}). Check the disk's free space and the file's permissions.", ex);
        }
    }

    private static string ConnectionString(string path, SqliteOpenMode mode, bool pooling) => new SqliteConnectionStringBuilder
    {
        DataSource = path,
        Mode = mode,
        ForeignKeys = true,
        Pooling = pooling,
        DefaultTimeout = 5,
    }.ConnectionString;
}

/// <summary>The database cannot be used. The message names the file, what is wrong with it and what to do.</summary>
public sealed class StoreException : Exception
{
    public StoreException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
