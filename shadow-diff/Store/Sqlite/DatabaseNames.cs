using System.Globalization;
using Strangler.Settings;

namespace Strangler.ShadowDiff.Store.Sqlite;

/// <summary>
/// The names that a database has in its folder: its own, those of its logs, of a copy of it, and of what was set aside. A copy is made as
/// <c>.restoring</c> and becomes <c>.restored</c> when it is whole, so that the names say how far a program was that ended in between.
/// </summary>
internal static class DatabaseNames
{
    /// <summary>So many are set aside, and no more: what cannot be read any more is in them alone, so that none is ever deleted to make room.</summary>
    private const int MostAside = 10;

    /// <summary>From so many on, a file is not set aside of which everything is in the copy.</summary>
    private const int EnoughAside = 3;

    private const string Aside = ".damaged-";

    /// <summary>Its logs, of which SQLite takes whatever has the name for the file's own (sqlite.org/howtocorrupt.html), and the index of one.</summary>
    private static readonly string[] Logs = ["-wal", "-shm", "-journal"];

    /// <summary>A copy that is under way.</summary>
    public static string Unfinished(string path) => $"{path}.restoring";

    /// <summary>A copy that is whole and has yet to get the file's name: it has everything, whatever else is there.</summary>
    public static string Copy(string path) => $"{path}.restored";

    /// <summary>Whether a file that was read whole is to be set aside all the same.</summary>
    public static bool HasRoomForSpares(string path) => NumbersAside(path).Count < EnoughAside;

    /// <summary>Gives a file or folder, and the logs beside it, a name that is free.</summary>
    /// <param name="path">The database.</param>
    /// <param name="from">What is set aside; null for the database.</param>
    /// <returns>The name; null when there was nothing.</returns>
    /// <exception cref="IOException">It cannot be moved, or enough are set aside.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be moved.</exception>
    public static string? SetAside(string path, string? from = null)
    {
        List<string> parts = [.. ((string[])["", .. Logs]).Where(part => Path.Exists((from ?? path) + part))];
        if (parts.Count == 0)
            return null;

        var numbers = NumbersAside(path);
        if (numbers.Count >= MostAside)
            throw new IOException($"{MostAside} are set aside already, as {path}{Aside}{numbers.Min()} and so on: keep what is needed of them elsewhere, and delete them");

        var aside = $"{path}{Aside}{numbers.DefaultIfEmpty().Max() + 1}";
        foreach (var part in parts)
            Move((from ?? path) + part, aside + part);

        return aside;
    }

    /// <summary>Takes away the logs of a file of which everything is in a copy. Folders that have their names are somebody's, and set aside.</summary>
    /// <returns>The names that these have now.</returns>
    /// <exception cref="IOException">One cannot be taken away.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public static IReadOnlyList<string> RemoveLogs(string path)
    {
        var folders = SetFoldersAside(path, Logs);
        foreach (var log in Logs)
            File.Delete(path + log);

        return folders;
    }

    /// <summary>Sets folders aside without which SQLite cannot open the file.</summary>
    /// <returns>The names that they have now.</returns>
    /// <exception cref="IOException">One cannot be moved.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public static IReadOnlyList<string> SetFoldersAside(string path) => SetFoldersAside(path, ["-wal", "-journal"]);

    private static List<string> SetFoldersAside(string path, string[] logs) =>
        [.. logs.Select(log => path + log).Where(Directory.Exists).Select(folder => SetAside(path, folder)!)];

    private static HashSet<int> NumbersAside(string path)
    {
        var start = Path.GetFileName(path) + Aside;
        return [.. Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(path)!)
            .Select(entry => Path.GetFileName(entry)!)
            .Where(name => name.StartsWith(start, StringComparison.Ordinal))
            .Select(name => int.TryParse(name[start.Length..].Split('-')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0)
            .Where(number => number is > 0 and < int.MaxValue)];
    }

    private static void Move(string from, string to)
    {
        if (Directory.Exists(from))
            Directory.Move(from, to);
        else
            AtomicFile.Move(from, to);
    }
}
