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
    /// <summary>How long a page, and the end of the program, waits for the disk.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly DatabaseFile _file;
    private readonly UnopenedDatabase? _unopened;
    private readonly DiskPatience _reading;
    private volatile string? _failure;
    private bool _isDisposed;

    /// <param name="options">Names the file; it is opened by the first call.</param>
    /// <param name="features">Whose tables it has.</param>
    /// <param name="unopened">Why it is not to be opened at all; null where it is.</param>
    public GatewayDatabase(IOptions<DatabaseOptions> options, IEnumerable<IStoreFeature> features, UnopenedDatabase? unopened = null)
    {
        var path = Path.GetFullPath(options.Value.Database);
        var migrations = new Migrations(features.SelectMany(feature => feature.Migrations));
        (_unopened, _file, SchemaVersion) = (unopened, new(path, migrations), migrations.Newest);
        (_reading, Writing) = (new(path), new(path));
    }

    /// <summary>Raised when the file had been deleted or damaged and was written anew, or another one begun.</summary>
    public event Action<DatabaseRepair>? Repaired
    {
        add => _file.Repaired += value;
        remove => _file.Repaired -= value;
    }

    /// <summary>What whoever looks after the gateway should know: why nothing can be written, else what was done to a file that was deleted or damaged, last and when last something was lost; null for nothing.</summary>
    public string? Notice => _failure ?? Hanging ?? _file.Notice;

    /// <summary>Whether what is written goes to the disk, and nothing was lost since the program started.</summary>
    public DatabaseState State => (_failure ?? Hanging) is not null ? DatabaseState.Unavailable : _file.Losses > 0 ? DatabaseState.BegunAnew : DatabaseState.Good;

    /// <summary>Whether what it holds can be told, as far as is known.</summary>
    public bool CanBeRead => IsOpen && _reading.Problem is null;

    /// <summary>For what is written while somebody waits for an answer.</summary>
    internal DiskPatience Writing { get; }

    /// <summary>Whether the file could be opened, and so is this program's alone.</summary>
    public bool IsOpen => _file.IsOpen;

    /// <summary>How often the file was written anew since the program started.</summary>
    public int Repairs => _file.Repairs;

    /// <summary>How often of these another one was begun, without what the old one held.</summary>
    public int Losses => _file.Losses;

    /// <summary>The version of the schema that this program writes.</summary>
    public int SchemaVersion { get; }

    /// <summary>The file's full path.</summary>
    public string FilePath => _file.Path;

    /// <summary>Opens the file, creating or migrating it.</summary>
    /// <exception cref="StoreException">It cannot be used.</exception>
    public void Open() => Noted(() => _file.Open());

    /// <summary>Runs <paramref name="work"/> in a transaction. With <paramref name="durable"/> it outlives a power cut, not only a crash.</summary>
    /// <exception cref="StoreException">The write failed; nothing of it is kept.</exception>
    public Task WriteAsync(Action<SqliteConnection> work, bool durable, CancellationToken cancellationToken) => InTurnAsync(
        () => _file.Write(connection =>
        {
            connection.Execute(durable ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
            using var transaction = connection.BeginTransaction();
            work(connection);
            transaction.Commit();
        }),
        cancellationToken);

    /// <summary>Runs <paramref name="work"/> outside of a transaction, as SQLite's own upkeep has to.</summary>
    /// <exception cref="StoreException">It failed.</exception>
    public Task MaintainAsync(Action<SqliteConnection> work, CancellationToken cancellationToken) => InTurnAsync(() => _file.Write(work), cancellationToken);

    /// <summary>Looks whether the file is still there and whole, and mends it: for the times when nothing is written.</summary>
    /// <exception cref="StoreException">It cannot be used.</exception>
    public Task CheckAsync(CancellationToken cancellationToken) => InTurnAsync(() => _file.Check(), cancellationToken);

    /// <summary>Runs <paramref name="work"/> on a connection of its own, which sees the last commit. Not to be called within a write.</summary>
    /// <exception cref="StoreException">The file cannot be used.</exception>
    public T Read<T>(Func<SqliteConnection, T> work) => Try("reading", () =>
    {
        var repairs = _file.Repairs;
        try
        {
            return _file.Read(work);
        }
        catch (SqliteException ex) when (SqliteCodes.IsDamage(ex))
        {
            Mend(ex, repairs);
            return _file.Read(work);
        }
    });

    /// <summary>As <see cref="Read"/>, for several statements that are to see the same commit.</summary>
    /// <exception cref="StoreException">The file cannot be used.</exception>
    public T ReadAtOnce<T>(Func<SqliteConnection, T> work) => Read(connection =>
    {
        using var transaction = connection.BeginTransaction(deferred: true);
        return work(connection);
    });

    /// <summary>As <see cref="ReadAtOnce"/>, on another thread, for an answer that somebody waits for.</summary>
    /// <param name="work">What is read.</param>
    /// <param name="patience">How long the disk may take.</param>
    /// <param name="cancellationToken">Until it begins.</param>
    /// <exception cref="StoreException">The file cannot be used, or its disk does not answer.</exception>
    public Task<T> ReadInTimeAsync<T>(Func<SqliteConnection, T> work, TimeSpan patience, CancellationToken cancellationToken) =>
        _reading.WaitAsync(() => Task.Run(() => ReadAtOnce(work), cancellationToken), patience, cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isDisposed)
            return;

        _isDisposed = true;
        if (_turn.Wait(Patience)) // what is being written ends first; a disk that hangs keeps nobody from ending
            _file.Dispose();
        _turn.Dispose();
    }

    private string? Hanging => _reading.Problem ?? Writing.Problem;

    private void Mend(SqliteException found, int repairs)
    {
        _turn.Wait();
        try
        {
            _file.MendFor(found, repairs);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task InTurnAsync(Action work, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await Task.Run(() => Noted(work), CancellationToken.None);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Remembers why the file cannot be written, until it can.</summary>
    private void Noted(Action work)
    {
        try
        {
            Try("writing", () =>
            {
                work();
                return true;
            });
            _failure = null;
        }
        catch (StoreException ex)
        {
            _failure = ex.Message;
            throw;
        }
    }

    private T Try<T>(string what, Func<T> work)
    {
        if (_unopened is { } unopened && unopened.Holds())
            throw new StoreException($"{FilePath} is not opened: {unopened.Why}.");

        try
        {
            return work();
        }
        catch (SqliteException ex)
        {
            throw new StoreException($"{FilePath}: {what} failed ({ex.Message}). Check the disk's free space and the file's permissions.", ex);
        }
        catch (Exception ex) when (ex is FormatException or InvalidCastException or ArgumentOutOfRangeException)
        {
            throw new StoreException($"{FilePath}: {what} failed: it holds a value that no gateway has written ({ex.Message})", ex);
        }
    }
}

/// <summary>Registered by a host that must not touch the database, or not yet.</summary>
/// <param name="Why">The end of a sentence.</param>
/// <param name="Holds">Whether that is so now.</param>
public sealed record UnopenedDatabase(string Why, Func<bool> Holds);

/// <summary>How the database is, in a word.</summary>
public enum DatabaseState
{
    /// <summary>What is written goes to the disk.</summary>
    Good,

    /// <summary>It does, but the file was damaged: what it held is in another one.</summary>
    BegunAnew,

    /// <summary>Nothing can be written: audit and findings are kept in memory.</summary>
    Unavailable,
}

/// <summary>The database cannot be used. The message names the file, what is wrong with it and what to do.</summary>
public sealed class StoreException : Exception
{
    public StoreException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <summary>Whether the file itself is damaged.</summary>
    internal bool IsDamage { get; init; }

    /// <summary>Whether another program has the file, and may let it go.</summary>
    internal bool IsHeld { get; init; }

    /// <summary>Whether the setting names a place that there is not: no state of the file, and so no reason to run without it.</summary>
    public bool IsSetting { get; init; }
}
