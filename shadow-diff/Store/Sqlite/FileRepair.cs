using Microsoft.Data.Sqlite;
using Strangler.Settings;

namespace Strangler.ShadowDiff.Store.Sqlite;

/// <summary>
/// What is done with a file that cannot be used as it is: it is written anew with everything it held, or set aside under another name, and
/// another one begun. Whichever step a program ends at, the next opening goes on from the names that it finds (<see cref="DatabaseNames"/>).
/// </summary>
internal static class FileRepair
{
    /// <summary>Sets a file aside that cannot be opened, or a folder that has its name.</summary>
    /// <exception cref="StoreException">Nor can it be set aside.</exception>
    public static DatabaseRepair SetAside(string path, string why)
    {
        try
        {
            var aside = DatabaseNames.SetAside(path);
            return new($"{path} could not be used: {Sentence(why)} {(aside is null ? "It is gone since" : $"It was set aside as {aside}")}, and a new database begun: {Held(aside)}.", IsComplete: false);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"{path}: {Sentence(why)} It cannot be set aside either ({Reason(ex)}).", ex);
        }
    }

    /// <summary>Writes a file anew that cannot be opened, with what can be read of it, or sets it aside.</summary>
    /// <param name="path">The file.</param>
    /// <param name="why">Why it cannot be opened.</param>
    /// <param name="connectionString">To read it all the same.</param>
    /// <param name="migrations">What tables it has.</param>
    /// <exception cref="StoreException">Neither can be done.</exception>
    public static DatabaseRepair Recover(string path, string why, string connectionString, Migrations migrations)
    {
        try
        {
            DatabaseCopy? copy;
            using (var connection = new SqliteConnection(connectionString))
            {
                connection.Open();
                copy = DatabaseCopy.Make(connection, path, migrations);
            }

            return copy is null ? SetAside(path, why) : PutCopyInPlace(path, new(why.Replace($"{path}: ", "", StringComparison.Ordinal).TrimEnd('.'), IsDamage: true), copy);
        }
        catch (SqliteException ex) when (SqliteCodes.IsDamage(ex))
        {
            return SetAside(path, why);
        }
        catch (Exception ex) when (ex is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"{path}: {Sentence(why)} It cannot be written anew ({Reason(ex)}).{Kept(path)}", ex);
        }
    }

    /// <summary>
    /// Goes on where an earlier program ended, or failed, while it wrote the file anew, so that it can be opened; null when there is nothing to do.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="open">Opens and closes what has its name now: another gateway may be using it.</param>
    /// <exception cref="StoreException">What was found can be neither used nor set aside, or the file is in use.</exception>
    public static DatabaseRepair? TakeUp(string path, Action open)
    {
        try
        {
            var copy = DatabaseNames.Copy(path);
            if (!File.Exists(copy) || DatabaseCopy.KindOf(copy) is not { } kind)
                return SetRemainsAside(path, open);

            var folders = DatabaseNames.SetFoldersAside(path);
            var isSound = IsSound(path, open);
            return kind == CopyKind.Foreign && isSound ? LeaveForeign(path, copy) : TakeUpCopy(path, copy, kind, folders);
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
    /// <param name="migrations">What tables it has.</param>
    /// <param name="close">Ends every connection to it.</param>
    /// <exception cref="StoreException">The file cannot be replaced; what could be copied is kept for the next opening.</exception>
    public static DatabaseRepair Replace(SqliteConnection connection, string path, DatabaseFault fault, Migrations migrations, Action close)
    {
        try
        {
            var copy = DatabaseCopy.Make(connection, path, migrations);
            close();
            return copy is null ? MakeRoom(path, fault) : PutCopyInPlace(path, fault, copy);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"{path}: {fault.Why}, and it cannot be written anew ({Reason(ex)}).{Kept(path)}", ex);
        }
    }

    private static DatabaseRepair PutCopyInPlace(string path, DatabaseFault fault, DatabaseCopy copy)
    {
        var isWhole = copy.Missing.Count == 0;
        List<string> aside = (fault.IsDamage || !isWhole) && (!isWhole || Directory.Exists(path) || DatabaseNames.HasRoomForSpares(path)) && DatabaseNames.SetAside(path) is { } damaged ? [damaged] : [];
        aside.AddRange(DatabaseNames.RemoveLogs(path));
        AtomicFile.Replace(DatabaseNames.Copy(path), path);
        var held = isWhole ? "everything it held" : $"what could be read of it, which is not all of {string.Join(", ", copy.Missing)}";
        return new($"{path}: {fault.Why}. It was written anew, with {held}.{(aside.Count == 0 ? "" : $" What had its name was set aside as {string.Join(" and ", aside)}.")}", isWhole);
    }

    private static DatabaseRepair MakeRoom(string path, DatabaseFault fault)
    {
        var aside = DatabaseNames.SetAside(path);
        return new($"{path}: {fault.Why}. A new database was begun: {Held(aside)}{(aside is null ? "" : $". The old one was set aside as {aside}")}.", IsComplete: false);
    }

    private static DatabaseRepair TakeUpCopy(string path, string copy, CopyKind kind, IReadOnlyList<string> folders)
    {
        var aside = DatabaseNames.SetAside(path);
        AtomicFile.Move(copy, path);
        var what = kind switch
        {
            CopyKind.Whole => "was to be written anew, and that had not come to its end: it has now, with everything it held",
            CopyKind.Partial => "was to be written anew, and that had not come to its end: it has now, with what could be read of it",
            _ => $"was missing or damaged, and {copy}, which no gateway has made of it, has taken its place",
        };
        return new($"{path} {what}.{AlsoAside([.. folders, .. aside is null ? (string[])[] : [aside]])}", IsComplete: kind == CopyKind.Whole);
    }

    /// <summary>A file that is whole does not give way to one that no repair has made, and that may be older.</summary>
    private static DatabaseRepair LeaveForeign(string path, string copy) =>
        new($"{path} is whole and stays. {copy}, which no gateway has made of it, was set aside as {DatabaseNames.SetAside(path, copy)}.", IsComplete: true);

    /// <summary>Whether what has the file's name can be used.</summary>
    /// <exception cref="StoreException">It cannot be told: another program has it, say.</exception>
    private static bool IsSound(string path, Action open)
    {
        if (new FileInfo(path) is not { Exists: true, Length: > 0 })
            return false;

        try
        {
            open();
            return true;
        }
        catch (StoreException ex) when (ex.IsDamage)
        {
            return false;
        }
    }

    /// <summary>What SQLite would overwrite, take for the file's own or stumble over, and never tell.</summary>
    private static DatabaseRepair? SetRemainsAside(string path, Action open)
    {
        List<string> found = [.. DatabaseNames.SetFoldersAside(path).Select(folder => $"a folder had the name of its log and was set aside as {folder}")];
        var unfinished = DatabaseNames.Unfinished(path);
        if (found.Count == 0 && File.Exists(unfinished) && !Path.Exists(DatabaseNames.Copy(path)) && IsSound(path, open))
        {
            File.Delete(unfinished);
            return new($"{path}: a copy of it was not finished and was deleted, for it is whole itself.", IsComplete: true);
        }

        foreach (var (left, what) in ((string, string)[])[(DatabaseNames.Copy(path), "a copy of it was damaged"), (unfinished, "a copy of it was not finished")])
        {
            if (DatabaseNames.SetAside(path, left) is { } aside)
                found.Add($"{what} and was set aside as {aside}");
        }

        if (new FileInfo(path) is { Exists: true, Length: 0 })
        {
            var hasLog = DatabaseFault.LogBytes(path) > 0;
            found.Add($"it was empty and was set aside as {DatabaseNames.SetAside(path)}{(hasLog ? ", with a log that was not" : "")}");
        }
        else if (!Path.Exists(path) && DatabaseFault.LogBytes(path) > 0)
        {
            found.Add($"its log was there without it and was set aside as {DatabaseNames.SetAside(path)}");
        }

        return found.Count == 0 ? null : new($"{path}: {string.Join("; ", found)}. Audit and history up to now may be in what was set aside.", IsComplete: false);
    }

    /// <summary>Where audit and history are by now.</summary>
    private static string Held(string? aside) =>
        aside is null ? "audit and history up to now are lost"
        : Directory.Exists(aside) || new FileInfo(aside) is { Exists: true, Length: > 0 } ? "audit and history up to now are in the old one, as far as it can still be read"
        : DatabaseFault.LogBytes(aside) > 0 ? $"the old one is empty, and of audit and history up to now there is at most what its log, {aside}-wal, holds"
        : "audit and history up to now are lost, for the old one is empty";

    private static string Sentence(string why) => $"{why.TrimEnd('.')}.";

    private static string Reason(Exception exception) => exception.Message.TrimEnd('.');

    private static string AlsoAside(IReadOnlyList<string> names) => names.Count == 0 ? "" : $" What had its name meanwhile was set aside as {string.Join(" and ", names)}.";

    private static string Kept(string path) => File.Exists(DatabaseNames.Copy(path)) ? $" What could be read of it is in {DatabaseNames.Copy(path)}, which takes its place as soon as that is possible." : "";
}
