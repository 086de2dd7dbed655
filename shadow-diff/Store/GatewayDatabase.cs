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
    private readonly Lazy<SqliteConnection> _writer;
    private readonly string _readerString;
    private bool _disposed;

    /// <param name="options">Names the file; it is opened by the first call.</param>
    /// <param name="features">Whose tables it has.</param>
    public GatewayDatabase(IOptions<DatabaseOptions> options, IEnumerable<IStoreFeature> features)
    {
        var migrations = new Migrations(features.SelectMany(feature => feature.Migrations));
        FilePath = Path.GetFullPath(options.Value.Database);
        _readerString = ConnectionString(FilePath, SqliteOpenMode.ReadWrite, pooling: true);
        _writer = new(() => DatabaseOpening.Open(FilePath, ConnectionString(FilePath, SqliteOpenMode.ReadWriteCreate, pooling: false), migrations));
    }

    /// <summary>The file's full path.</summary>
    public string FilePath { get; }

    /// <summary>Opens the file, creating or migrating it.</summary>
    /// <exception cref="StoreException">It cannot be used.</exception>
    public void Open() => _ = _writer.Value;

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
            await Task.Run(() => Try(() => work(_writer.Value)), CancellationToken.None);
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
        using var connection = new SqliteConnection(_readerString);
        connection.Open();
        return work(connection);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_disposed)
            return;

        _disposed = true;
        if (_writer.IsValueCreated)
            _writer.Value.Dispose();

        using var pooled = new SqliteConnection(_readerString);
        SqliteConnection.ClearPool(pooled);
        _turn.Dispose();
    }

    private void Write(Action<SqliteConnection> work, bool durable) => Try(() =>
    {
        var connection = _writer.Value;
        connection.Execute(durable ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
        using var transaction = connection.BeginTransaction();
        work(connection);
        transaction.Commit();
    });

    private void Try(Action work)
    {
        try
        {
            work();
        }
        catch (SqliteException ex)
        {
            throw new StoreException($"{FilePath}: writing failed ({ex.Message}). Check the disk's free space and the file's permissions.", ex);
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
