using System.Data.Common;
using Microsoft.Extensions.Logging;

namespace Strangler.ShadowDiff.Store;

/// <summary>
/// The one database, whatever engine holds it. Writes are one at a time; each read has a connection of its own and sees the last commit. Calls
/// are synchronous, so both are kept off the request path. Whoever uses the gateway keeps its own tables here too (docs/architecture.md: one
/// database, one writer), each as an <see cref="IStoreFeature"/>.
/// </summary>
public sealed class GatewayDatabase : IDisposable
{
    /// <summary>Added to the version of a schema that a move has yet to fill: no program opens it.</summary>
    public const int Unfinished = 1_000_000;

    /// <summary>How long a page, and the end of the program, waits for the disk.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly IDatabaseEngine _engine;
    private readonly UnopenedDatabase? _unopened;
    private readonly DiskPatience _reading;
    private volatile string? _failure;
    private bool _isDisposed;

    /// <param name="engine">Holds it; it is opened by the first call.</param>
    /// <param name="schemaVersion">The version of the schema that this program writes.</param>
    /// <param name="unopened">Why it is not to be opened at all; null where it is.</param>
    internal GatewayDatabase(IDatabaseEngine engine, int schemaVersion, UnopenedDatabase? unopened = null)
    {
        (_engine, SchemaVersion, _unopened) = (engine, schemaVersion, unopened);
        (_reading, Writing) = (new(engine.Name, engine.Place), new(engine.Name, engine.Place));
    }

    /// <summary>Raised when what it holds had been deleted or damaged and was made anew.</summary>
    public event Action<DatabaseRepair>? Repaired
    {
        add => _engine.Repaired += value;
        remove => _engine.Repaired -= value;
    }

    /// <summary>What whoever looks after the gateway should know: why nothing can be written, else what was done to a file that was deleted or damaged, last and when last something was lost; null for nothing.</summary>
    public string? Notice => _failure ?? Hanging ?? _engine.Notice;

    /// <summary>Whether what is written is kept, and nothing was lost since the program started.</summary>
    public DatabaseState State => (_failure ?? Hanging) is not null ? DatabaseState.Unavailable : _engine.Losses > 0 ? DatabaseState.BegunAnew : DatabaseState.Good;

    /// <summary>Whether what it holds can be told, as far as is known.</summary>
    public bool CanBeRead => IsOpen && _reading.Problem is null;

    /// <summary>For what is written while somebody waits for an answer.</summary>
    internal DiskPatience Writing { get; }

    /// <summary>Whether it could be opened, and can be used as far as is known.</summary>
    public bool IsOpen => _engine.IsOpen;

    /// <summary>How often it was made anew since the program started.</summary>
    public int Repairs => _engine.Repairs;

    /// <summary>How often of these another one was begun, without what the old one held.</summary>
    public int Losses => _engine.Losses;

    /// <summary>The version of the schema that this program writes.</summary>
    public int SchemaVersion { get; }

    /// <summary>What it is called in messages: the file's full path, or database and server.</summary>
    public string Name => _engine.Name;

    /// <summary>Opens it, creating or migrating its tables.</summary>
    /// <exception cref="StoreException">It cannot be used.</exception>
    public void Open() => Noted(_engine.Open);

    /// <summary>Runs <paramref name="work"/> in a transaction. With <paramref name="durable"/> it outlives a power cut, not only a crash.</summary>
    /// <exception cref="StoreException">The write failed; nothing of it is kept.</exception>
    public Task WriteAsync(Action<DbConnection> work, bool durable, CancellationToken cancellationToken) =>
        InTurnAsync(engine => engine.Write(work, durable), cancellationToken);

    /// <summary>Runs <paramref name="work"/> outside of a transaction, as an engine's own upkeep has to.</summary>
    /// <exception cref="StoreException">It failed.</exception>
    public Task MaintainAsync(Action<DbConnection> work, CancellationToken cancellationToken) => InTurnAsync(engine => engine.Maintain(work), cancellationToken);

    /// <summary>Looks whether it is still there and whole, and mends it: for the times when nothing is written.</summary>
    /// <exception cref="StoreException">It cannot be used.</exception>
    public Task CheckAsync(CancellationToken cancellationToken) => InTurnAsync(static engine => engine.Check(), cancellationToken);

    /// <summary>Runs <paramref name="work"/> on a connection of its own, which sees the last commit. Not to be called within a write.</summary>
    /// <exception cref="StoreException">It cannot be used.</exception>
    public T Read<T>(Func<DbConnection, T> work) => Ask(engine => engine.Read(work));

    /// <summary>As <see cref="Read"/>, for several statements that are to see the same commit.</summary>
    /// <exception cref="StoreException">It cannot be used.</exception>
    public T ReadAtOnce<T>(Func<DbConnection, T> work) => Ask(engine => engine.ReadAtOnce(work));

    /// <summary>As <see cref="ReadAtOnce"/>, on another thread, for an answer that somebody waits for.</summary>
    /// <param name="work">What is read.</param>
    /// <param name="patience">How long the disk may take.</param>
    /// <param name="cancellationToken">Until it begins.</param>
    /// <exception cref="StoreException">It cannot be used, or does not answer.</exception>
    public Task<T> ReadInTimeAsync<T>(Func<DbConnection, T> work, TimeSpan patience, CancellationToken cancellationToken) =>
        _reading.WaitAsync(() => Task.Run(() => ReadAtOnce(work), cancellationToken), patience, cancellationToken);

    /// <summary>The version of the schema that is there, without opening it; null where there is none yet.</summary>
    /// <exception cref="StoreException">It cannot be read.</exception>
    public int? VersionThere() => Try("reading", _engine.VersionThere);

    /// <summary>Bytes that it takes, in the database and in its log.</summary>
    /// <exception cref="StoreException">That cannot be told.</exception>
    public DatabaseBytes Size() => Try("reading", _engine.Size);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isDisposed)
            return;

        _isDisposed = true;
        if (_engine.Hanging is not null)
        {
            _engine.Dispose(); // ends what is held up too, which has the turn
            return;
        }

        if (_turn.Wait(Patience)) // what is being written ends first; a disk that hangs keeps nobody from ending
            _engine.Dispose();
        _turn.Dispose();
    }

    /// <summary>Reads. What it comes upon that is damaged is mended first.</summary>
    /// <exception cref="StoreException">It cannot be used.</exception>
    internal T Ask<T>(Func<IDatabaseEngine, T> read) => Try("reading", () =>
    {
        var repairs = _engine.Repairs;
        try
        {
            return read(_engine);
        }
        catch (DbException ex) when (_engine.IsDamage(ex))
        {
            Mend(ex, repairs);
            return read(_engine);
        }
    });

    /// <summary>Does what only one may do at a time.</summary>
    /// <exception cref="StoreException">It failed.</exception>
    internal async Task InTurnAsync(Action<IDatabaseEngine> work, CancellationToken cancellationToken)
    {
        if (_engine.Hanging is { } hanging)
            throw new StoreException(hanging);

        await _turn.WaitAsync(cancellationToken);
        try
        {
            await Task.Run(() => Noted(() => work(_engine)), CancellationToken.None);
        }
        finally
        {
            _turn.Release();
        }
    }

    private string? Hanging => _engine.Hanging ?? _reading.Problem ?? Writing.Problem;

    private void Mend(DbException found, int repairs)
    {
        _turn.Wait();
        try
        {
            _engine.Mend(found, repairs);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Remembers why it cannot be written, until it can.</summary>
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
            throw new StoreException($"{Name} is not opened: {unopened.Why}.") { IsNotYet = true };

        try
        {
            return work();
        }
        catch (DbException ex)
        {
            throw _engine.Failed(what, ex);
        }
        catch (Exception ex) when (ex is FormatException or InvalidCastException or ArgumentOutOfRangeException)
        {
            throw new StoreException($"{Name}: {what} failed: it holds a value that no gateway has written ({ex.Message})", ex);
        }
    }
}

/// <summary>Registered by a host that must not touch the database, or not yet.</summary>
/// <param name="Why">The end of a sentence.</param>
/// <param name="Holds">Whether that is so now.</param>
public sealed record UnopenedDatabase(string Why, Func<bool> Holds);

/// <summary>What the database takes.</summary>
/// <param name="Data">Bytes of what it holds.</param>
/// <param name="Log">Bytes of the log beside it; 0 where a server has that elsewhere.</param>
public sealed record DatabaseBytes(long Data, long Log);

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

/// <summary>The database cannot be used. The message names it, what is wrong with it and what to do.</summary>
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

    /// <summary>Whether it is left alone for now, as another gateway has it until that has ended: nothing is wrong.</summary>
    public bool IsNotYet { get; init; }

    /// <summary>How loud a log says what waits for the database by that.</summary>
    public LogLevel Level => IsNotYet ? LogLevel.Information : LogLevel.Error;
}
