using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Strangler.ShadowDiff.Store;

/// <summary>The database as a file: whether it is still there, and putting another one in its place.</summary>
internal static partial class DatabaseFile
{
    private const int HasMovedQuestion = 20; // SQLITE_FCNTL_HAS_MOVED, sqlite.org/c3ref/c_fcntl_begin_atomic_write.html
    private const int Ok = 0;

    /// <summary>
    /// Whether the open file has been deleted, moved or replaced. SQLite compares device and inode, so it knows; on Windows, where an open
    /// database can be neither, it does not answer, and that means no.
    /// </summary>
    public static bool HasMoved(SqliteConnection connection)
    {
        var moved = 0;
        return FileControl(connection.Handle!, "main", HasMovedQuestion, ref moved) == Ok && moved != 0;
    }

    /// <summary>Gives a closed database's name to another file. A log that stayed behind would be taken for the new file's (sqlite.org/howtocorrupt.html).</summary>
    public static void Replace(string path, string by)
    {
        File.Delete($"{path}-wal");
        File.Delete($"{path}-shm");
        File.Move(by, path, overwrite: false);
    }

    [LibraryImport("e_sqlite3", EntryPoint = "sqlite3_file_control", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int FileControl(sqlite3 database, string schema, int operation, ref int argument);
}
