namespace Strangler.Services.WebFiles;

/// <summary>Where a path leads once every link on the way has been followed, junctions of Windows included: <c>realpath(3)</c>.</summary>
internal static class RealPath
{
    private const int MaxLinks = 40; // As Linux.
    private static readonly char[] Separators = [Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar];

    /// <summary>Null if the links form a circle.</summary>
    /// <param name="path">Absolute.</param>
    public static string? Of(string path)
    {
        var real = Path.GetPathRoot(path)!;
        var rest = new Stack<string>();
        Push(rest, path[real.Length..]);
        for (var links = 0; rest.TryPop(out var part);)
        {
            if (part == "..")
            {
                real = Path.GetDirectoryName(real) ?? real;
                continue;
            }

            var next = Path.Combine(real, part);
            if (LinkTarget(next) is not { } target)
                real = next;
            else if (++links <= MaxLinks)
                real = Follow(target, real, rest);
            else
                return null;
        }

        return real;
    }

    /// <summary>Null if the path is not a link, or does not exist.</summary>
    public static string? LinkTarget(string path)
    {
        var entry = new FileInfo(path);
        return entry.Attributes.HasFlag(FileAttributes.ReparsePoint) ? entry.LinkTarget : null;
    }

    /// <summary>Where to continue: the folder, or the root that the target names.</summary>
    private static string Follow(string target, string folder, Stack<string> rest)
    {
        var root = Path.GetPathRoot(target)!;
        Push(rest, target[root.Length..]);
        return root.Length == 0 ? folder : Path.GetPathRoot(Path.GetFullPath(root, folder))!;
    }

    private static void Push(Stack<string> rest, string path)
    {
        foreach (var part in path.Split(Separators, StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".").Reverse())
            rest.Push(part);
    }
}
