using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Strangler.ShadowDiff.Store.Sqlite;

/// <summary>
/// What was done to the file while it was open. SQLite goes on writing to a file that was deleted or moved away, and to a log that was, and
/// all of that would be gone with the program.
/// </summary>
/// <param name="Why">In words, as a part of a sentence.</param>
/// <param name="IsDamage">Whether the file itself is to be kept, under another name.</param>
internal sealed partial record DatabaseFault(string Why, bool IsDamage)
{
    private const int HasMovedQuestion = 20; // SQLITE_FCNTL_HAS_MOVED, sqlite.org/c3ref/c_fcntl_begin_atomic_write.html
    private const int Ok = 0;

    /// <summary>A database with tables has its header's page at least.</summary>
    private const int SmallestFile = 512;

    /// <summary>What can be seen without reading the file; null when nothing is wrong.</summary>
    /// <param name="connection">The one for writing.</param>
    /// <param name="path">The file.</param>
    /// <param name="logBytes">How long its log was after the last write: nobody else makes it shorter.</param>
    /// <exception cref="StoreException">Another file took its place, and a person has to say which of them counts.</exception>
    public static DatabaseFault? Of(SqliteConnection connection, string path, long logBytes)
    {
        if (HasMoved(connection))
        {
            return File.Exists(path)
                ? throw new StoreException($"{path}: another file took its place while the gateway ran. Restart the gateway to use that one, or put the old one back.")
                : new("it was deleted or moved away while the gateway ran", Directory.Exists(path));
        }

        return !File.Exists($"{path}-wal") ? new("its log (-wal) was deleted while the gateway ran", IsDamage: false)
            : LogBytes(path) < logBytes ? new("its log (-wal) was cut off while the gateway ran", IsDamage: true)
            : new FileInfo(path).Length < SmallestFile ? new("it was cut off while the gateway ran", IsDamage: true)
            : null;
    }

    /// <summary>How long the log of a file is; 0 for none.</summary>
    public static long LogBytes(string path) => new FileInfo($"{path}-wal") is { Exists: true } log ? log.Length : 0;

    /// <summary>What a connection that is opened anew comes upon; null when nothing is wrong.</summary>
    public static DatabaseFault? FoundBy(string connectionString)
    {
        try
        {
            using var fresh = new SqliteConnection(connectionString);
            fresh.Open();
            fresh.Scalar("SELECT count(*) FROM sqlite_schema");
            return null;
        }
        catch (SqliteException ex) when (SqliteCodes.IsDamage(ex))
        {
            return Failed(ex);
        }
    }

    /// <summary>What a statement failed by.</summary>
    public static DatabaseFault Failed(SqliteException exception) => new($"the file was overwritten or damaged while the gateway ran ({exception.Message})", IsDamage: true);

    /// <summary>
    /// Whether the open file has been deleted, moved or replaced. SQLite compares device and inode, so it knows; on Windows, where an open
    /// database can be neither, it does not answer, and that means no.
    /// </summary>
    private static bool HasMoved(SqliteConnection connection)
    {
        var moved = 0;
        return FileControl(connection.Handle!, "main", HasMovedQuestion, ref moved) == Ok && moved != 0;
    }

    [LibraryImport("e_sqlite3", EntryPoint = "sqlite3_file_control", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int FileControl(sqlite3 database, string schema, int operation, ref int argument);
}
