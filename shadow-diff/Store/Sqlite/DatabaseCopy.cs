using System.Globalization;
using Microsoft.Data.Sqlite;
using Strangler.Settings;

namespace Strangler.ShadowDiff.Store.Sqlite;

/// <summary>
/// The copy of a file that is to be written anew: by SQLite, which copies indexes too, else table by table, of which a damaged index takes nothing away
/// and a damaged table as little as can be.
/// </summary>
/// <param name="Missing">The tables that could not be read whole, and how much of each could be.</param>
internal sealed record DatabaseCopy(IReadOnlyList<string> Missing)
{
    /// <summary>
    /// What a copy says of itself until it is opened under the file's name, by SQLite's <c>application_id</c>: any other file may have come to
    /// its name by hand.
    /// </summary>
    internal const long Whole = 0x73677731, Partial = 0x73677730;

    /// <summary>Makes one; null when nothing can be read.</summary>
    /// <param name="connection">To the file.</param>
    /// <param name="path">Its name.</param>
    /// <param name="migrations">What tables it has.</param>
    /// <exception cref="SqliteException">There is no room for a copy, say; the file stays as it is.</exception>
    /// <exception cref="IOException">What has the copy's name cannot be moved.</exception>
    public static DatabaseCopy? Make(SqliteConnection connection, string path, Migrations migrations)
    {
        var (unfinished, copy) = (DatabaseNames.Unfinished(path), DatabaseNames.Copy(path));
        DatabaseNames.SetAside(path, unfinished);
        DatabaseNames.SetAside(path, copy);
        try
        {
            var made = TryWhole(connection, unfinished) ? new([]) : TryTables(connection, unfinished, migrations);
            if (made is null)
            {
                File.Delete(unfinished);
                return null;
            }

            Mark(unfinished, made.Missing.Count == 0 ? Whole : Partial);
            AtomicFile.Move(unfinished, copy);
            return made;
        }
        catch (SqliteException)
        {
            File.Delete(unfinished); // no room for it, say: the connection stays, and with it everything
            throw;
        }
    }

    /// <summary>What a file with the name of a copy is; null for no sound database.</summary>
    /// <exception cref="SqliteException">It cannot be read.</exception>
    public static CopyKind? KindOf(string copy)
    {
        try
        {
            using var connection = Open(copy);
            if (new FileInfo(copy).Length == 0 || connection.Scalar("PRAGMA integrity_check(1)") is not "ok")
                return null;

            return connection.Scalar("PRAGMA application_id") switch
            {
                Whole => CopyKind.Whole,
                Partial => CopyKind.Partial,
                _ => CopyKind.Foreign,
            };
        }
        catch (SqliteException ex) when (SqliteCodes.IsDamage(ex))
        {
            return null;
        }
    }

    /// <summary>Takes the mark off a copy that has its place now.</summary>
    public static void Unmark(SqliteConnection connection)
    {
        if (connection.Scalar("PRAGMA application_id") is Whole or Partial)
            connection.Execute("PRAGMA application_id = 0");
    }

    private static void Mark(string copy, long mark)
    {
        using var connection = Open(copy);
        connection.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA application_id = {mark}"));
    }

    private static bool TryWhole(SqliteConnection connection, string unfinished)
    {
        try
        {
            connection.Execute("VACUUM INTO @copy", ("@copy", unfinished));
            return KindOf(unfinished) is not null;
        }
        catch (SqliteException ex) when (SqliteCodes.IsDamage(ex))
        {
            return false;
        }
    }

    /// <summary>Null when not even the list of tables can be read.</summary>
    private static DatabaseCopy? TryTables(SqliteConnection from, string unfinished, Migrations migrations)
    {
        File.Delete(unfinished);
        if (VersionOf(from) is not { } version || version < 1 || version > migrations.Newest)
            return null;

        using var to = Open(unfinished);
        to.Execute("PRAGMA auto_vacuum = 2; PRAGMA foreign_keys = OFF");
        migrations.Apply(to, unfinished, version);
        using var transaction = to.BeginTransaction();
        var tables = to.Query("SELECT name, wr FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'", row => new CopiedTable(from, to, row.GetString(0), row.GetInt64(1) != 0));
        var damaged = tables.Where(table => !table.TryCopyFromEnds()).ToList();
        var missing = damaged.ConvertAll(table => table.CopyBetween());
        foreach (var table in tables)
            table.DeleteOrphans();

        transaction.Commit();
        return new(missing);
    }

    private static int? VersionOf(SqliteConnection connection)
    {
        try
        {
            connection.Scalar("SELECT count(*) FROM sqlite_schema");
            return (int)(long)connection.Scalar("PRAGMA user_version")!;
        }
        catch (SqliteException ex) when (SqliteCodes.IsDamage(ex))
        {
            return null;
        }
    }

    /// <summary>Not opened for reading only, so that it has no log of its own afterwards.</summary>
    private static SqliteConnection Open(string copy)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = copy, Pooling = false }.ConnectionString);
        connection.Open();
        return connection;
    }
}

/// <summary>What a file that has the name of a copy is.</summary>
internal enum CopyKind
{
    /// <summary>A copy of all that the file held.</summary>
    Whole,

    /// <summary>A copy of what could be read.</summary>
    Partial,

    /// <summary>A sound database, but no copy that a gateway has made.</summary>
    Foreign,
}
