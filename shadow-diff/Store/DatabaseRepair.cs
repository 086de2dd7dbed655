using Microsoft.Data.Sqlite;

namespace Strangler.ShadowDiff.Store;

/// <summary>
/// What was done to a file that could not be used as it was: it is written anew with everything it held, or set aside under another name, and
/// another one begun.
/// </summary>
/// <param name="Notice">What was wrong and what was done, for whoever looks after the gateway.</param>
/// <param name="IsComplete">Whether everything is in the new file.</param>
public sealed record DatabaseRepair(string Notice, bool IsComplete)
{
    /// <summary>Sets a file aside that cannot be opened, or a folder that has its name.</summary>
    /// <exception cref="StoreException">Nor can it be set aside.</exception>
    internal static DatabaseRepair SetAside(string path, string why)
    {
        try
        {
            return new($"{path} could not be used: {Sentence(why)} It was set aside as {Rename(path)}, and a new database begun: audit and history up to now are in the old one.", IsComplete: false);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"{path}: {Sentence(why)} It cannot be set aside either ({ex.Message}).", ex);
        }
    }

    /// <summary>Puts another file in the place of one that is open: a copy of all that can still be read, else none, so that the next opening begins one.</summary>
    /// <param name="connection">To the old file.</param>
    /// <param name="path">The file.</param>
    /// <param name="fault">What is wrong with it.</param>
    /// <param name="close">Ends every connection to it.</param>
    /// <exception cref="StoreException">The file cannot be replaced.</exception>
    internal static DatabaseRepair Replace(SqliteConnection connection, string path, DatabaseFault fault, Action close)
    {
        try
        {
            var copy = TryCopy(connection, $"{path}.restored");
            close();
            var aside = fault.IsDamage || copy is null ? Rename(path) : null;

            // A log that stayed behind would be taken for the new file's (sqlite.org/howtocorrupt.html). An earlier gateway may have left its index.
            File.Delete($"{path}-wal");
            File.Delete($"{path}-shm");
            if (copy is not null)
                File.Move(copy, path, overwrite: true);

            var done = copy is null ? "A new database was begun: audit and history up to now are in the old one." : "It was written anew, with everything it held.";
            return new($"{path}: {fault.Why}. {done}{(aside is null ? "" : $" The damaged one was set aside as {aside}.")}", IsComplete: copy is not null);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"{path}: {fault.Why}, and it cannot be written anew ({ex.Message}).", ex);
        }
    }

    private static string Sentence(string why) => $"{why.TrimEnd('.')}.";

    /// <summary>Everything that the connection can still read; null when that is not all of it, or no sound database.</summary>
    private static string? TryCopy(SqliteConnection connection, string copy)
    {
        File.Delete(copy);
        try
        {
            connection.Execute("VACUUM INTO @copy", ("@copy", copy));
            if (IsSound(copy))
                return copy;
        }
        catch (SqliteException ex) when (SqliteCodes.IsDamage(ex))
        {
            // Then there is none.
        }

        File.Delete(copy);
        return null;
    }

    private static bool IsSound(string copy)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = copy, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ConnectionString);
        connection.Open();
        return connection.Scalar("PRAGMA integrity_check(1)") is "ok";
    }

    /// <summary>Gives the file and its log a name that is free.</summary>
    private static string Rename(string path)
    {
        var number = 1;
        while (Path.Exists($"{path}.damaged-{number}"))
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
}
