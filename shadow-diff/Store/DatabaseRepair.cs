using Microsoft.Data.Sqlite;

namespace Strangler.ShadowDiff.Store;

/// <summary>
/// What was done to a file that could not be used as it was: it is written anew with everything it held, or set aside under another name, and
/// another one begun. Whichever step a program ends at, the next opening goes on from the names that it finds (<see cref="DatabaseNames"/>).
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
            var aside = DatabaseNames.SetAside(path) is { } name ? $"It was set aside as {name}" : "It is gone since";
            return new($"{path} could not be used: {Sentence(why)} {aside}, and a new database begun: audit and history up to now are in the old one.", IsComplete: false);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"{path}: {Sentence(why)} It cannot be set aside either ({Reason(ex)}).", ex);
        }
    }

    /// <summary>
    /// Goes on where an earlier program ended, or failed, while it wrote the file anew, so that it can be opened; null when there is nothing to do.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="open">Opens and closes what has its name now: another gateway may be using it.</param>
    /// <exception cref="StoreException">What was found can be neither used nor set aside, or the file is in use.</exception>
    internal static DatabaseRepair? TakeUp(string path, Action open)
    {
        try
        {
            var copy = DatabaseNames.Copy(path);
            return File.Exists(copy) && IsSound(copy) ? TakeUpCopy(path, copy, open) : SetRemainsAside(path);
        }
        catch (SqliteException ex)
        {
            throw new StoreException($"{path}: a copy that was made of it, {DatabaseNames.Copy(path)}, cannot be read ({ex.Message}).", ex);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"{path}: what is left of an earlier one beside it cannot be set aside ({Reason(ex)}).{Kept(path)}", ex);
        }
    }

    /// <summary>Puts another file in the place of one that is open: a copy of all that can still be read, else none, so that the next opening begins one.</summary>
    /// <param name="connection">To the old file.</param>
    /// <param name="path">The file.</param>
    /// <param name="fault">What is wrong with it.</param>
    /// <param name="close">Ends every connection to it.</param>
    /// <exception cref="StoreException">The file cannot be replaced; what could be copied is kept for the next opening.</exception>
    internal static DatabaseRepair Replace(SqliteConnection connection, string path, DatabaseFault fault, Action close)
    {
        try
        {
            var isCopied = TryCopy(connection, path);
            close();
            return isCopied ? PutCopyInPlace(path, fault) : MakeRoom(path, fault);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"{path}: {fault.Why}, and it cannot be written anew ({Reason(ex)}).{Kept(path)}", ex);
        }
    }

    private static DatabaseRepair PutCopyInPlace(string path, DatabaseFault fault)
    {
        List<string> aside = fault.IsDamage && (Directory.Exists(path) || DatabaseNames.HasRoomForSpares(path)) && DatabaseNames.SetAside(path) is { } damaged ? [damaged] : [];
        aside.AddRange(DatabaseNames.RemoveLogs(path));
        File.Move(DatabaseNames.Copy(path), path, overwrite: true);
        return new($"{path}: {fault.Why}. It was written anew, with everything it held.{(aside.Count == 0 ? "" : $" What had its name was set aside as {string.Join(" and ", aside)}.")}", IsComplete: true);
    }

    private static DatabaseRepair MakeRoom(string path, DatabaseFault fault)
    {
        // Of a file that was deleted there is no more than what could be copied.
        var aside = DatabaseNames.SetAside(path) ?? DatabaseNames.SetAside(path, DatabaseNames.Unfinished(path));
        File.Delete(DatabaseNames.Unfinished(path));
        return new($"{path}: {fault.Why}. A new database was begun: {(aside is null ? "audit and history up to now are lost." : $"audit and history up to now are in the old one, which was set aside as {aside}.")}", IsComplete: false);
    }

    private static DatabaseRepair TakeUpCopy(string path, string copy, Action open)
    {
        var folders = DatabaseNames.SetFoldersAside(path);
        if (File.Exists(path))
            open();

        var aside = DatabaseNames.SetAside(path);
        File.Move(copy, path);
        return new($"{path} was to be written anew, and that had not come to its end: it has now, with everything it held.{AlsoAside([.. folders, .. aside is null ? (string[])[] : [aside]])}", IsComplete: true);
    }

    /// <summary>What SQLite would overwrite, take for the file's own or stumble over, and never tell.</summary>
    private static DatabaseRepair? SetRemainsAside(string path)
    {
        List<string> found = [.. DatabaseNames.SetFoldersAside(path).Select(folder => $"a folder had the name of its log and was set aside as {folder}")];
        foreach (var (left, what) in ((string, string)[])[(DatabaseNames.Copy(path), "a copy of it was damaged"), (DatabaseNames.Unfinished(path), "a copy of it was not finished")])
        {
            if (DatabaseNames.SetAside(path, left) is { } aside)
                found.Add($"{what} and was set aside as {aside}");
        }

        if (new FileInfo(path) is { Exists: true, Length: 0 })
            found.Add($"it was empty and was set aside as {DatabaseNames.SetAside(path)}");
        else if (!Path.Exists(path) && DatabaseFault.LogBytes(path) > 0)
            found.Add($"its log was there without it and was set aside as {DatabaseNames.SetAside(path)}");

        return found.Count == 0 ? null : new($"{path}: {string.Join("; ", found)}. Audit and history up to now may be in what was set aside.", IsComplete: false);
    }

    private static string Sentence(string why) => $"{why.TrimEnd('.')}.";

    private static string Reason(Exception exception) => exception.Message.TrimEnd('.');

    private static string AlsoAside(IReadOnlyList<string> names) => names.Count == 0 ? "" : $" What had its name meanwhile was set aside as {string.Join(" and ", names)}.";

    private static string Kept(string path) => File.Exists(DatabaseNames.Copy(path)) ? $" Everything it held is in {DatabaseNames.Copy(path)}, which takes its place as soon as that is possible." : "";

    /// <summary>Copies everything that the connection can still read; false when that is not all of it, or no sound database.</summary>
    private static bool TryCopy(SqliteConnection connection, string path)
    {
        var (unfinished, copy) = (DatabaseNames.Unfinished(path), DatabaseNames.Copy(path));
        DatabaseNames.SetAside(path, unfinished);
        DatabaseNames.SetAside(path, copy);
        try
        {
            connection.Execute("VACUUM INTO @copy", ("@copy", unfinished));
            if (!IsSound(unfinished))
                return false;
        }
        catch (SqliteException ex) when (SqliteCodes.IsDamage(ex))
        {
            return false;
        }
        catch (SqliteException)
        {
            File.Delete(unfinished); // no room for it, say: the connection stays, and with it everything
            throw;
        }

        File.Move(unfinished, copy);
        return true;
    }

    /// <summary>Whether it is a database, and no page of it is wrong. Not opened for reading only, it has no log of its own afterwards.</summary>
    /// <exception cref="SqliteException">It cannot be read.</exception>
    private static bool IsSound(string copy)
    {
        try
        {
            using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = copy, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ConnectionString);
            connection.Open();
            return new FileInfo(copy).Length > 0 && connection.Scalar("PRAGMA integrity_check(1)") is "ok";
        }
        catch (SqliteException ex) when (SqliteCodes.IsDamage(ex))
        {
            return false;
        }
    }
}
