using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Strangler.ShadowDiff.Store.Sqlite;

/// <summary>Opens the database for writing, or says in words what is wrong with it.</summary>
internal static class DatabaseOpening
{
    /// <param name="path">The file.</param>
    /// <param name="connectionString">The way there.</param>
    /// <param name="migrations">What is done to it; null for nothing.</param>
    /// <exception cref="StoreException">The file cannot be used.</exception>
    public static SqliteConnection Open(string path, string connectionString, Migrations? migrations)
    {
        var connection = new SqliteConnection(connectionString);
        try
        {
            if (Path.GetDirectoryName(path) is { } folder && !Directory.Exists(folder))
                throw new StoreException($"{path}: the folder does not exist. Create it, or set ShadowDiff:Database to another file.") { IsSetting = true };

            connection.Open();
            Prepare(connection, path, migrations);
            return connection;
        }
        catch (SqliteException ex)
        {
            connection.Dispose();
            throw Refusal(path, ex);
        }
        catch (StoreException)
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Looks without waiting: a command's shortest patience is a second.</summary>
    /// <exception cref="StoreException">Another program holds the file.</exception>
    public static void ThrowIfHeld(string path, string connectionString)
    {
        if (!File.Exists(path))
            return; // looking would begin one

        using var connection = new SqliteConnection(connectionString);
        try
        {
            connection.Open();
        }
        catch (SqliteException)
        {
            return; // the opening itself says what is wrong
        }

        if (raw.sqlite3_exec(connection.Handle, "SELECT count(*) FROM sqlite_schema") is SqliteCodes.Busy or SqliteCodes.Locked)
            throw Refusal(path, new SqliteException("SQLite Error 5: 'database is locked'.", SqliteCodes.Busy));
    }

    private static StoreException Refusal(string path, SqliteException ex) =>
        new($"{path}: {Explain(ex)} ({ex.Message})", ex) { IsDamage = SqliteCodes.IsDamage(ex), IsHeld = SqliteCodes.IsHeld(ex) };

    private static void Prepare(SqliteConnection connection, string path, Migrations? migrations)
    {
        connection.Scalar("PRAGMA journal_mode = WAL");
        connection.Scalar($"PRAGMA journal_size_limit = {LogBytes}");
        if (connection.Scalar("PRAGMA quick_check(1)") is not "ok" and var finding)
            throw new StoreException($"{path}: the database is damaged ({finding}).") { IsDamage = true };

        migrations?.Apply(connection, path);
        AllowToShrink(connection);
        DatabaseCopy.Unmark(connection);

        // A file that can be opened may still refuse to be written: find out now, not at the first change of a stage. Of a file that is
        // read-only SQLite makes a transaction that reads, also when it is asked for one that writes.
        connection.Execute($"BEGIN IMMEDIATE; PRAGMA user_version = {FileSchema.VersionOf(connection)}; ROLLBACK");
    }

    /// <summary>Lets pages that became free be given back (auto_vacuum 2 is incremental). A file made without that is rewritten once.</summary>
    private static void AllowToShrink(SqliteConnection connection)
    {
        if (connection.Scalar("PRAGMA auto_vacuum") is not 2L)
            connection.Execute("PRAGMA auto_vacuum = 2; VACUUM");
    }

    /// <summary>The log is cut back to this once what it holds is in the database.</summary>
    private const int LogBytes = 4 * 1024 * 1024;

    private static string Explain(SqliteException ex) => ex.SqliteErrorCode switch
    {
        SqliteCodes.Corrupt or SqliteCodes.NotADatabase => "the file is damaged or no SQLite database.",
        SqliteCodes.CantOpen => "the file cannot be opened. Check that it is a file and that this user may read and write it and its folder.",
        SqliteCodes.ReadOnly or SqliteCodes.Permission => "the file cannot be written. Check its permissions and its folder's, or set ShadowDiff:Database to another file.",
        SqliteCodes.Busy or SqliteCodes.Locked => "another program holds the file. Stop the other gateway, or set ShadowDiff:Database to another file.",
        SqliteCodes.Full => "the disk is full. Free some space.",
        _ => "the database cannot be opened. Check the file, or set ShadowDiff:Database to another one.",
    };
}

/// <summary>SQLite's primary result codes (sqlite.org/rescode.html).</summary>
internal static class SqliteCodes
{
    public const int Error = 1;
    public const int Permission = 3;
    public const int Busy = 5;
    public const int Locked = 6;
    public const int ReadOnly = 8;
    public const int Corrupt = 11;
    public const int Full = 13;
    public const int CantOpen = 14;
    public const int Constraint = 19;
    public const int NotADatabase = 26;
    private const int CannotRead = 10;

    /// <summary>Whether the file does not hold what it should: waiting does not help, and neither does room on the disk.</summary>
    public static bool IsDamage(SqliteException exception) => exception.SqliteErrorCode is Corrupt or NotADatabase
        || (exception.SqliteErrorCode == CannotRead && exception.SqliteExtendedErrorCode == ShortRead);

    /// <summary>Whether another program has the file, and may let it go.</summary>
    public static bool IsHeld(SqliteException exception) => exception.SqliteErrorCode is Busy or Locked;

    private const int ShortRead = 522; // SQLITE_IOERR_SHORT_READ
}
