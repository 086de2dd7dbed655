namespace Strangler.Launcher.SourceTree;

/// <summary>
/// Whether this launcher is what its sources make. The scripts ask it (<c>fresh</c>) before they hand over to it, because MSBuild takes a second or more to find out
/// that nothing has changed. They take the time before they build, so that what is edited meanwhile is newer.
/// </summary>
internal static class OwnBuild
{
    private static readonly string[] Folders = ["deploy/launcher", "gateway/Settings"];
    private static readonly string[] Files = ["Directory.", "global.json"]; // how their names begin

    /// <summary>Nothing that it is made of is newer than the file whose time is that of the last build. What is gone has changed its folder.</summary>
    public static bool IsFresh(string root, string stamp)
    {
        var built = File.GetLastWriteTimeUtc(stamp); // ages ago, of a file that is not there
        var made = Folders.Select(folder => new DirectoryInfo(Path.Combine(root, folder)))
            .SelectMany(folder => folder.EnumerateFileSystemInfos("*", SearchOption.AllDirectories).Prepend(folder));
        var files = new DirectoryInfo(root).EnumerateFiles().Where(file => Files.Any(name => file.Name.StartsWith(name, StringComparison.Ordinal)));
        return made.Concat(files).All(one => one.LastWriteTimeUtc <= built);
    }
}
