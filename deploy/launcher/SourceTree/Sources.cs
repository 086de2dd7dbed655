using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Strangler.Launcher.SourceTree;

/// <summary>What files are like at one moment, as far as a change can be told without reading them: names, lengths and times.</summary>
internal sealed class Sources
{
    private readonly SortedDictionary<string, string> _files = new(StringComparer.Ordinal);

    /// <summary>Of folders, with all below them. Files and folders whose names begin with a dot do not count: editors and tools keep theirs so.</summary>
    /// <param name="folders">Their full paths; one that is not there has no files.</param>
    /// <param name="alone">A folder whose own files count, and none below; null for none.</param>
    public static Sources Read(IEnumerable<string> folders, string? alone = null)
    {
        var sources = new Sources();
        foreach (var folder in folders)
            sources.Add(folder, SearchOption.AllDirectories);
        if (alone is not null)
            sources.Add(alone, SearchOption.TopDirectoryOnly);
        return sources;
    }

    /// <summary>The files that have come, gone or changed since.</summary>
    public IReadOnlyList<string> ChangedSince(Sources earlier) =>
    [
        .. _files.Where(file => earlier._files.GetValueOrDefault(file.Key) != file.Value).Select(file => file.Key),
        .. earlier._files.Keys.Where(file => !_files.ContainsKey(file)),
    ];

    /// <summary>The same for the same files, and as good as never for others.</summary>
    public string Fingerprint() =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', _files.Select(file => $"{file.Key} {file.Value}")))));

    private void Add(string folder, SearchOption depth)
    {
        if (!Directory.Exists(folder))
            return;

        foreach (var file in new DirectoryInfo(folder).EnumerateFiles("*", depth))
        {
            if (!Path.GetRelativePath(folder, file.FullName).Split(Path.DirectorySeparatorChar).Any(part => part.StartsWith('.')))
                _files[file.FullName] = Describe(file);
        }
    }

    private static string Describe(FileInfo file)
    {
        try
        {
            return string.Create(CultureInfo.InvariantCulture, $"{file.Length} {file.LastWriteTimeUtc.Ticks}");
        }
        catch (FileNotFoundException)
        {
            return "gone"; // An editor replaces it at this moment.
        }
    }
}
