using System.Formats.Tar;
using System.IO.Compression;

namespace Strangler.Launcher.Packages;

/// <summary>A folder as one file. The same files make the same bytes: they are sorted, owned by root, and all of one date.</summary>
internal static class Archive
{
    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private const UnixFileMode Runnable = Readable | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Of <c>folder</c>, by names relative to it with slashes, sorted by their characters.</summary>
    public static IEnumerable<string> FilesOf(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/')).Order(StringComparer.Ordinal);

    /// <param name="folder">What is in it.</param>
    /// <param name="root">The folder that it unpacks to.</param>
    /// <param name="programs">Names of the files that can be run.</param>
    /// <param name="date">Of all that is in it.</param>
    /// <param name="path">Where it is written to.</param>
    public static void WriteTar(string folder, string root, IReadOnlyCollection<string> programs, DateTimeOffset date, string path)
    {
        using var zipped = new GZipStream(File.Create(path), CompressionLevel.Optimal);
        using var tar = new TarWriter(zipped, TarEntryFormat.Ustar);
        tar.WriteEntry(Describe(new UstarTarEntry(TarEntryType.Directory, root + "/"), Runnable, date));
        foreach (var name in FilesOf(folder))
        {
            using var content = File.OpenRead(Path.Combine(folder, name));
            var entry = Describe(new UstarTarEntry(TarEntryType.RegularFile, $"{root}/{name}"), programs.Contains(name) ? Runnable : Readable, date);
            entry.DataStream = content;
            tar.WriteEntry(entry);
        }
    }

    /// <inheritdoc cref="WriteTar"/>
    public static void WriteZip(string folder, string root, DateTimeOffset date, string path)
    {
        using var zip = new ZipArchive(File.Create(path), ZipArchiveMode.Create);
        foreach (var name in FilesOf(folder))
        {
            var entry = zip.CreateEntry($"{root}/{name}", CompressionLevel.Optimal);
            entry.LastWriteTime = date;
            using var content = File.OpenRead(Path.Combine(folder, name));
            using var target = entry.Open();
            content.CopyTo(target);
        }
    }

    private static UstarTarEntry Describe(UstarTarEntry entry, UnixFileMode mode, DateTimeOffset date)
    {
        (entry.Mode, entry.ModificationTime, entry.UserName, entry.GroupName) = (mode, date, "root", "root");
        return entry;
    }
}
