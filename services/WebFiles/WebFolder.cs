using Strangler.Services.Flask.Files;
using Strangler.Services.Machine;

namespace Strangler.Services.WebFiles;

/// <summary>A folder whose files are public. Nothing outside it is ever found, whatever a name or a link in the folder says.</summary>
/// <param name="path">Absolute, as legacy spells it.</param>
internal sealed class WebFolder(string path)
{
    /// <summary>The page that <c>/</c> is (contract 5).</summary>
    public const string IndexName = "NewGUIforClient.html";

    private static readonly StringComparison PathComparison = OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    public string FullPath => path;

    /// <summary>True where legacy says 403 (contract 5): the path that results from the name does not begin with the folder's. A sibling folder whose name begins alike passes.</summary>
    public bool IsLeftBy(string name)
    {
        if (OperatingSystem.IsWindows() && Path.IsPathRooted(name))
            return true;
        if (!name.Contains("..", StringComparison.Ordinal))
            return false;
        var parts = path.Split(Path.DirectorySeparatorChar).ToList();
        foreach (var part in name.Split('/', Path.DirectorySeparatorChar))
        {
            if (part == ".." && parts.Count > 1)
                parts.RemoveAt(parts.Count - 1);
            else if (part is not ("" or "." or ".."))
                parts.Add(part);
        }

        return !string.Join(Path.DirectorySeparatorChar, parts).StartsWith(path, StringComparison.Ordinal);
    }

    /// <summary>The file of that name, dot segments resolved and a trailing slash ignored; null if there is none.</summary>
    public SentFile? Find(string name, ContentType type)
    {
        if (!WebName.TryNormalize(name, out var normal))
            return null;
        var file = $"{path}/{normal}";
        return FileFacts.IsFile(file) && Target(file, normal) is { } target ? new SentFile(file, target, type.Header, type.Encoding) : null;
    }

    /// <summary>Like <see cref="Find"/>, but for names as the system itself would resolve them: a trailing slash means a folder, and folders that <c>..</c> leaves again must exist.</summary>
    public SentFile? FindExact(string name, ContentType type)
    {
        var parts = name.Split('/');
        return parts[^1] is "" or "." or ".." || !FoldersExist(parts) ? null : Find(name, type);
    }

    /// <summary>Windows resolves dot segments in the text alone.</summary>
    private bool FoldersExist(string[] parts)
    {
        var place = new List<string> { path };
        foreach (var part in OperatingSystem.IsWindows() ? [] : parts)
        {
            var isOrdinary = part is not (".." or ".");
            if (!isOrdinary && !Directory.Exists(string.Join('/', place)))
                return false;
            if (isOrdinary)
                place.Add(part);
            else if (part == ".." && place.Count > 1)
                place.RemoveAt(place.Count - 1);
        }

        return true;
    }

    /// <summary>What to read, with all links followed; null if they lead out of the folder, or if Windows found the file by its short name.</summary>
    private string? Target(string file, string normal)
    {
        var parts = normal.Split('/');
        var isLinked = false;
        var place = path;
        foreach (var part in parts)
        {
            if (OperatingSystem.IsWindows() && WindowsName.MayBeShort(part) && !Directory.EnumerateFileSystemEntries(place, part).Any())
                return null;
            place = $"{place}/{part}";
            isLinked |= RealPath.LinkTarget(place) is not null;
        }

        return isLinked ? Inside(file) : file;
    }

    /// <summary>To the system a link to nothing exists, too: so the target itself is checked.</summary>
    private string? Inside(string file)
    {
        var (folder, target) = (RealPath.Of(path), RealPath.Of(file));
        return folder is not null && target?.StartsWith(folder + Path.DirectorySeparatorChar, PathComparison) == true && FileFacts.IsFile(target) ? target : null;
    }
}
