using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Strangler.ShadowDiff.Store;

/// <summary>
/// The database as a file: its one connection for writing, and those for reading. SQLite goes on writing to a file that was deleted or moved
/// away, and to a log that was, and all of that would be gone with the program: the file is written anew with everything it held. One that is
/// damaged is set aside under another name, and a new one takes its place with what can still be read, or empty.
/// </summary>
/// <param name="path">Its full path.</param>
/// <param name="migrations">What is done to it when it is opened.</param>
internal sealed partial class DatabaseFile(string path, Migrations migrations) : IDisposable
{
    private const int HasMovedQuestion = 20; // SQLITE_FCNTL_HAS_MOVED, sqlite.org/c3ref/c_fcntl_begin_atomic_write.html
    private const int Ok = 0;

    /// <summary>A database with tables has its header's page at least.</summary>
    private const int SmallestFile = 512;

    private readonly ReaderWriterLockSlim _reading = new(LockRecursionPolicy.SupportsRecursion);
    private readonly Lock _opening = new();
    private readonly string _writing = ConnectionString(path, SqliteOpenMode.ReadWriteCreate, pooling: false);
    private readonly string _read = ConnectionString(path, SqliteOpenMode.ReadWrite, pooling: true);
    private SqliteConnection? _writer;
    private bool _disposed;

    /// <summary>Tells what was done when the file was written anew.</summary>
    public event Action<string>? Mended;

    public string Path => path;

    /// <summary>What was done last to a file that was damaged or deleted; null while nothing was.</summary>
    public string? Notice { get; private set; }

    /// <summary>Opens the file, creating or migrating it. Further calls give the same connection.</summary>
    /// <exception cref="StoreException">It cannot be used.</exception>
    public SqliteConnection Open()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        lock (_opening)
            return _writer ??= OpenOrBeginAnew();
    }

    /// <summary>Runs <paramref name="work"/> on a connection of its own.</summary>
    /// <exception cref="StoreException">The file cannot be opened.</exception>
    public T Read<T>(Func<SqliteConnection, T> work)
    {
        Open();
        _reading.EnterReadLock();
        try
        {
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
    /// <returns>Always true.</returns>
    /// <exception cref="StoreException">The file cannot be used, or another one has taken its name.</exception>
    public bool Write(Action<SqliteConnection> work)
    {
        var connection = Sound();
        try
        {
            work(connection);
        }
        catch (SqliteException ex) when (SqliteCodes.IsDamage(ex))
        {
            Mend(connection, $"the file is damaged ({ex.Message})", isDamaged: true);
            work(Open());
        }

        return true;
    }

    /// <summary>Looks at the file as somebody who opens it anew would find it, and mends it. As <see cref="Write"/>, one call at a time.</summary>
    /// <exception cref="StoreException">It cannot be used.</exception>
    public bool Check()
    {
        var connection = Sound();
        try
        {
            // The connection for writing has pages of its own in memory, and may not see what was done to the file.
            using var fresh = new SqliteConnection(ConnectionString(path, SqliteOpenMode.ReadWrite, pooling: false));
            fresh.Open();
            fresh.Scalar("SELECT count(*) FROM sqlite_schema");
        }
        catch (SqliteException ex) when (SqliteCodes.IsDamage(ex))
        {
            Mend(connection, $"the file was overwritten or damaged while the gateway ran ({ex.Message})", isDamaged: true);
        }

        return true;
    }

    /// <summary>The connection, once what can be seen to be wrong with the file without reading it is mended.</summary>
    private SqliteConnection Sound()
    {
        var connection = Open();
        if (HasMoved(connection))
        {
            if (File.Exists(path))
                throw new StoreException($"{path}: another file took its place while the gateway ran. Restart the gateway to use that one, or put the old one back.");

            Mend(connection, "it was deleted or moved away while the gateway ran", isDamaged: Directory.Exists(path));
        }
        else if (!File.Exists($"{path}-wal") || !File.Exists($"{path}-shm"))
        {
            Mend(connection, "its log (-wal, -shm) was deleted while the gateway ran", isDamaged: false);
        }
        else if (new FileInfo(path).Length < SmallestFile)
        {
            Mend(connection, "it was cut off while the gateway ran", isDamaged: true);
        }

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

    private SqliteConnection OpenOrBeginAnew()
    {
        try
        {
            if (!Directory.Exists(path))
                return DatabaseOpening.Open(path, _writing, migrations);

            BeginAnew("a folder has its name");
        }
        catch (StoreException ex) when (ex.IsDamage)
        {
            BeginAnew(ex.Message);
        }

        return DatabaseOpening.Open(path, _writing, migrations);
    }

    private void BeginAnew(string why)
    {
        try
        {
            Tell($"{path} could not be used: {why} It was set aside as {SetAside()}, and a new database begun: audit and history up to now are in the old one.");
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"{path}: {why} It cannot be set aside either ({ex.Message}).", ex);
        }
    }

    private void Mend(SqliteConnection connection, string why, bool isDamaged)
    {
        _reading.EnterWriteLock();
        try
        {
            var copy = TryCopy(connection);
            Close();
            var aside = isDamaged || copy is null ? SetAside() : null;

            // A log that stayed behind would be taken for the new file's (sqlite.org/howtocorrupt.html).
            File.Delete($"{path}-wal");
            File.Delete($"{path}-shm");
            if (copy is not null)
                File.Move(copy, path, overwrite: true);

            Open();
            var old = aside is null ? "" : $" The damaged one was set aside as {aside}.";
            Tell(copy is null ? $"{path}: {why}. A new database was begun: audit and history up to now are in the old one.{old}" : $"{path}: {why}. It was written anew, with everything it held.{old}");
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"{path}: {why}, and it cannot be written anew ({ex.Message}).", ex);
        }
        finally
        {
            _reading.ExitWriteLock();
        }
    }

    /// <summary>What the connection can still read, as a file beside the database; null when that is not all of it.</summary>
    private string? TryCopy(SqliteConnection connection)
    {
        var copy = $"{path}.restored";
        File.Delete(copy);
        try
        {
            connection.Execute("VACUUM INTO @copy", ("@copy", copy));
            return copy;
        }
        catch (SqliteException ex) when (SqliteCodes.IsDamage(ex))
        {
            File.Delete(copy);
            return null;
        }
    }

    /// <summary>Gives the file and its log a name that is free.</summary>
    private string SetAside()
    {
        var number = 1;
        while (File.Exists($"{path}.damaged-{number}") || Directory.Exists($"{path}.damaged-{number}"))
            number++;

        var aside = $"{path}.damaged-{number}";
        if (Directory.Exists(path))
            Directory.Move(path, aside);

        foreach (var part in (string[])["", "-wal", "-shm"])
        {
            if (File.Exists(path + part))
                File.Move(path + part, aside + part);
        }

        return aside;
    }

    private void Tell(string notice)
    {
        Notice = notice;
        Mended?.Invoke(notice);
    }

    private void Close()
    {
        lock (_opening)
        {
            _writer?.Dispose();
            _writer = null;
        }

        using var pooled = new SqliteConnection(_read);
        SqliteConnection.ClearPool(pooled);
    }

    /// <summary>
    /// Whether the open file has been deleted, moved or replaced. SQLite compares device and inode, so it knows; on Windows, where an open
    /// database can be neither, it does not answer, and that means no.
    /// </summary>
    private static bool HasMoved(SqliteConnection connection)
    {
        var moved = 0;
        return FileControl(connection.Handle!, "main", HasMovedQuestion, ref moved) == Ok && moved != 0;
    }

    private static string ConnectionString(string path, SqliteOpenMode mode, bool pooling) => new SqliteConnectionStringBuilder
    {
        DataSource = path,
        Mode = mode,
        ForeignKeys = true,
        Pooling = pooling,
        DefaultTimeout = 5,
    }.ConnectionString;

    [LibraryImport("e_sqlite3", EntryPoint = "sqlite3_file_control", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int FileControl(sqlite3 database, string schema, int operation, ref int argument);
}
