using System.Buffers;
using System.IO.Enumeration;
using System.Text;
using Microsoft.Extensions.Options;
using Strangler.Services.Configuration;
using Strangler.Services.Machine;

namespace Strangler.Services.Backups.Receipts;

/// <summary>The folder that the backup server stores to (contract 12). It may be gone at any time, and come back.</summary>
internal sealed class ReceivedFolder(IOptions<ServicesOptions> services, IOptions<ReceiptsOptions> receipts)
{
    private const int LongestName = 255;
    private static readonly SearchValues<char> Invalid = SearchValues.Create(Path.GetInvalidFileNameChars());
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    /// <summary>How file names compare on this system.</summary>
    public static StringComparer Names { get; } = OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    /// <summary>Absolute, without a separator at its end.</summary>
    public string FullPath { get; } =
        Path.TrimEndingDirectorySeparator(Path.GetFullPath(Path.Combine(services.Value.LegacyRoot, receipts.Value.Folder)));

    public bool Exists => Directory.Exists(FullPath);

    /// <summary>True for names longer than the file system allows: counted in bytes of UTF-8, on Windows in characters.</summary>
    public static bool IsTooLong(string name) => (OperatingSystem.IsWindows() ? name.Length : Encoding.UTF8.GetByteCount(name)) > LongestName;

    public void Create() => Directory.CreateDirectory(FullPath);

    /// <summary>All files at top level, newest first, files of the same time in the folder's own order; null if there is no folder.</summary>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    public IReadOnlyList<ReceivedFile>? List()
    {
        try
        {
            var entries = new FileSystemEnumerable<ReceivedFile?>(FullPath, Read, Everything);
            return [.. entries.OfType<ReceivedFile>().OrderByDescending(file => file.Facts.Timestamp)];
        }
        catch (DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>The file of that name, found without listing the others. Folders, and names that lead elsewhere, do not count (Q22).</summary>
    /// <exception cref="IOException">The file system cannot tell.</exception>
    public ReceivedFile? Find(string name)
    {
        var path = FullPath + Path.DirectorySeparatorChar + name;
        return IsPlain(name, path) && FileFacts.TryRead(path, out var facts) ? new ReceivedFile(name, path, facts) : null;
    }

    // Windows lists size and time together with the name; Linux has to be asked for each file.
    private ReceivedFile? Read(ref FileSystemEntry entry)
    {
        var name = entry.FileName.ToString();
        if (OperatingSystem.IsLinux())
            return Find(name);
        return entry.ToFileSystemInfo() is FileInfo file && FileFacts.TryRead(file, out var facts) ? new ReceivedFile(name, file.FullName, facts) : null;
    }

    // "..", a separator, Windows' streams and devices, or blanks that Windows drops: in each case the full path differs.
    private static bool IsPlain(string name, string path) =>
        !name.AsSpan().ContainsAny(Invalid) && Path.GetFullPath(path) == path;
}

/// <summary>A file in the folder of received files.</summary>
internal sealed record ReceivedFile(string Name, string Path, FileFacts Facts);
