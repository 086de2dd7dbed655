using Microsoft.Data.Sqlite;

namespace Strangler.ShadowDiff.Store.Sqlite;

/// <summary>
/// The database as a file: its one connection for writing, and those for reading. What is found to be wrong with the file
/// (<see cref="DatabaseFault"/>) is mended (<see cref="FileRepair"/>) and told, whoever came upon it.
/// </summary>
/// <param name="path">Its full path.</param>
/// <param name="migrations">What is done to it when it is opened.</param>
internal sealed class DatabaseFile(string path, Migrations migrations) : IDisposable
{
    /// <summary>
    /// By SQLite's default the index of the log is a file (-shm) that is mapped into memory, and whoever cuts that off ends each process that
    /// reads it, by SIGBUS. This form (sqlite.org/vfs.html) has it in the memory of the one process that uses the file, and keeps others off. On
    /// Windows a mapped file cannot be cut off.
    /// </summary>
    private static readonly string? IndexInMemory = OperatingSystem.IsWindows() ? null : "unix-excl";

    /// <summary>
    /// How long a statement waits while another program holds the file: an operator waits for it, and what cannot be written now is written by a
    /// later attempt. SQLite's calls know no less, as whole seconds.
    /// </summary>
    private const int BusySeconds = 1;

    private readonly ReaderWriterLockSlim _reading = new(LockRecursionPolicy.SupportsRecursion);
    private readonly Lock _opening = new();
    private readonly string _writing = Writing(path);
    private readonly string _read = ConnectionString(path, SqliteOpenMode.ReadWrite, pooling: true);
    private SqliteConnection? _writer;
    private string? _lossNotice;
    private long _logBytes;
    private bool _isHeld;
    private bool _disposed;

    /// <summary>Raised when the file was written anew, or another one begun.</summary>
    public event Action<DatabaseRepair>? Repaired;

    public bool IsOpen => Volatile.Read(ref _writer) is not null;

    /// <summary>What was done to a file that was damaged or deleted: last, and when last something was lost; null while nothing was.</summary>
    public string? Notice { get; private set; }

    /// <summary>How often it was mended: by it, whoever comes upon damage says which file it was in.</summary>
    public int Repairs { get; private set; }

    /// <summary>How often of these what it held was lost to the new file.</summary>
    public int Losses { get; private set; }

    /// <summary>Opens the file, creating or migrating it. Further calls give the same connection.</summary>
    /// <exception cref="StoreException">It cannot be used.</exception>
    public SqliteConnection Open()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);

        // Not while it is mended: between the end of its last connection and its new name, the damaged file would be opened once more, or an
        // empty one begun in its place.
        _reading.EnterReadLock();
        try
        {
            lock (_opening)
                return _writer ??= OpenUnlessHeld();
        }
        finally
        {
            _reading.ExitReadLock();
        }
    }

    /// <summary>Runs <paramref name="work"/> on a connection of its own.</summary>
    /// <exception cref="StoreException">The file cannot be opened.</exception>
    public T Read<T>(Func<SqliteConnection, T> work)
    {
        _reading.EnterReadLock();
        try
        {
            Open();
            using var connection = new SqliteConnection(_read);
            connection.Open();
            return work(connection);
        }
        finally
        {
            _reading.ExitReadLock();
        }
    }

    /// <summary>Runs <paramref name="work"/> on the connection to the file that has the name now. One call at a time.</summary>
    /// <exception cref="StoreException">The file cannot be used, or another one has taken its name.</exception>
    public void Write(Action<SqliteConnection> work)
    {
        var connection = Sound();
        try
        {
            work(connection);
        }
        catch (SqliteException ex) when (SqliteCodes.IsDamage(ex))
        {
            Mend(DatabaseFault.Failed(ex));
            work(Open());
        }

        _logBytes = DatabaseFault.LogBytes(path);
    }

    /// <summary>Looks at the file as somebody who opens it anew would find it, and mends it. As <see cref="Write"/>, one call at a time.</summary>
    /// <exception cref="StoreException">It cannot be used.</exception>
    public void Check()
    {
        Sound();

        // The connection for writing has pages of its own in memory, and may not see what was done to the file.
        if (DatabaseFault.FoundBy(ConnectionString(path, SqliteOpenMode.ReadWrite, pooling: false)) is { } fault)
            Mend(fault);
    }

    /// <summary>Mends what a reader came upon. As <see cref="Write"/>, one call at a time.</summary>
    /// <param name="found">What the reader's statement failed by.</param>
    /// <param name="repairs"><see cref="Repairs"/> when it read: what was mended since is not the file that it read.</param>
    /// <exception cref="StoreException">It cannot be mended, or another file has taken its name.</exception>
    public void MendFor(SqliteException found, int repairs)
    {
        Sound();
        if (repairs == Repairs)
            Mend(DatabaseFault.Failed(found));
    }

    /// <summary>The connection, once what can be seen to be wrong with the file without reading it is mended.</summary>
    private SqliteConnection Sound()
    {
        if (DatabaseFault.Of(Open(), path, _logBytes) is { } fault)
            Mend(fault);

        return Open();
    }

    public void Dispose()
    {
        if (_disposed)
            return;

        _disposed = true;
        Close();
        _reading.Dispose();
    }

    /// <summary>The first to find the file held by another program waits a little. Those after look, and wait no more, until it is free.</summary>
    private SqliteConnection OpenUnlessHeld()
    {
        try
        {
            if (_isHeld)
                DatabaseOpening.ThrowIfHeld(path, _writing);

            var connection = OpenOrBeginAnew();
            _isHeld = false;
            return connection;
        }
        catch (StoreException ex)
        {
            _isHeld = ex.IsHeld;
            throw;
        }
    }

    private SqliteConnection OpenOrBeginAnew()
    {
        try
        {
            if (FileRepair.TakeUp(path, () => DatabaseOpening.Open(path, _writing, migrations).Dispose()) is { } repair)
                Tell(repair);
            if (!Directory.Exists(path))
                return DatabaseOpening.Open(path, _writing, migrations);

            Tell(FileRepair.SetAside(path, "a folder has its name"));
        }
        catch (StoreException ex) when (ex.IsDamage)
        {
            Tell(FileRepair.Recover(path, ex.Message, _writing, migrations));
        }

        return DatabaseOpening.Open(path, _writing, migrations);
    }

    private void Mend(DatabaseFault fault)
    {
        _reading.EnterWriteLock();
        try
        {
            var repair = FileRepair.Replace(Open(), path, fault, migrations, Close);
            Open();
            Tell(repair);
        }
        finally
        {
            _reading.ExitWriteLock();
        }
    }

    private void Tell(DatabaseRepair repair)
    {
        if (!repair.IsComplete)
        {
            _lossNotice = repair.Notice;
            Losses++;
        }

        Notice = _lossNotice is null || !repair.IsComplete ? repair.Notice : $"{_lossNotice} {repair.Notice}";
        Repairs++;
        Repaired?.Invoke(repair);
    }

    private void Close()
    {
        lock (_opening)
        {
            _writer?.Dispose();
            _writer = null;
            _logBytes = 0;
        }

        using var pooled = new SqliteConnection(_read);
        SqliteConnection.ClearPool(pooled);
    }

    /// <summary>The way of the one connection that writes: it keeps other programs off.</summary>
    public static string Writing(string path) => ConnectionString(path, SqliteOpenMode.ReadWriteCreate, pooling: false);

    private static string ConnectionString(string path, SqliteOpenMode mode, bool pooling) => new SqliteConnectionStringBuilder
    {
        DataSource = path,
        Mode = mode,
        Vfs = IndexInMemory,
        ForeignKeys = true,
        Pooling = pooling,
        DefaultTimeout = BusySeconds,
    }.ConnectionString;
}
