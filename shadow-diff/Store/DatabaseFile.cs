using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Strangler.ShadowDiff.Store;

/// <summary>
/// The database as a file: its one connection for writing, and those for reading. SQLite goes on writing to a file that was deleted or moved
/// away, and all of that would be gone with the program: while nothing has taken the name, the file is written anew with everything it held.
/// </summary>
/// <param name="path">Its full path.</param>
/// <param name="migrations">What is done to it when it is opened.</param>
internal sealed partial class DatabaseFile(string path, Migrations migrations) : IDisposable
{
    private const int HasMovedQuestion = 20; // SQLITE_FCNTL_HAS_MOVED, sqlite.org/c3ref/c_fcntl_begin_atomic_write.html
    private const int Ok = 0;

    private readonly ReaderWriterLockSlim _reading = new(LockRecursionPolicy.SupportsRecursion);
    private readonly Lock _opening = new();
    private readonly string _writing = ConnectionString(path, SqliteOpenMode.ReadWriteCreate, pooling: false);
    private readonly string _read = ConnectionString(path, SqliteOpenMode.ReadWrite, pooling: true);
    private SqliteConnection? _writer;
    private bool _disposed;

    public event Action? Restored;

    public string Path => path;

    /// <summary>Opens the file, creating or migrating it. Further calls give the same connection.</summary>
    /// <exception cref="StoreException">It cannot be used.</exception>
    public SqliteConnection Open()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        lock (_opening)
            return _writer ??= DatabaseOpening.Open(path, _writing, migrations);
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
        var connection = Open();
        if (HasMoved(connection))
        {
            Restore(connection);
            connection = Open();
            Restored?.Invoke();
        }

        work(connection);
        return true;
    }

    public void Dispose()
    {
        if (_disposed)
            return;

        _disposed = true;
        Close();
        _reading.Dispose();
    }

    private void Restore(SqliteConnection moved)
    {
        if (File.Exists(path))
            throw new StoreException($"{path}: another file took its place while the gateway ran. Restart the gateway to use that one, or put the old one back.");

        var copy = $"{path}.restored";
        _reading.EnterWriteLock();
        try
        {
            File.Delete(copy);
            moved.Execute("VACUUM INTO @copy", ("@copy", copy));
            Close();

            // A log that stayed behind would be taken for the new file's (sqlite.org/howtocorrupt.html).
            File.Delete($"{path}-wal");
            File.Delete($"{path}-shm");
            File.Move(copy, path, overwrite: false);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"{path}: was deleted while the gateway ran, and cannot be written anew ({ex.Message}).", ex);
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
