namespace Strangler.ShadowDiff.WatchedFiles;

/// <summary>
/// A file that a person may edit while the program runs. It is looked at and not watched: watchers lose events on network shares and in
/// containers, and a look costs nothing.
/// </summary>
/// <param name="path">The file; it may be missing for a while.</param>
public sealed class WatchedFile(string path)
{
    private readonly Func<string, FileStamp> _stampOf = FileStamp.Of;
    private FileStamp _read;
    private FileStamp _seen;

    /// <summary>One that is looked at in another way, for tests.</summary>
    internal WatchedFile(string path, Func<string, FileStamp> stampOf)
        : this(path) => _stampOf = stampOf;

    /// <summary>The file.</summary>
    public string Path => path;

    /// <summary>The stamp at the last look.</summary>
    public FileStamp Seen => _seen;

    /// <summary>To be called before the file is read: only what is written from then on is a change.</summary>
    public void BeginReading() => HasRead(Look());

    /// <summary>Looks at the file without taking it for read.</summary>
    public FileStamp Look() => _stampOf(path);

    /// <summary>The file was read when it had this stamp: another one is a change.</summary>
    public void HasRead(FileStamp stamp) => _read = _seen = stamp;

    /// <summary>Whether this stamp is another one than that of the last reading.</summary>
    public bool IsChange(FileStamp stamp) => stamp != _read;

    /// <summary>True when the file has changed, and stood still since the last look: whoever writes it is done.</summary>
    public bool HasSettledChange()
    {
        var stamp = Look();
        var settled = stamp == _seen;
        _seen = stamp;
        return settled && stamp != _read;
    }
}

/// <summary>What tells one version of a file from another.</summary>
public readonly record struct FileStamp(DateTime Written, long Length)
{
    /// <summary>A folder in the file's place is told from nothing there, so that its going is a change too.</summary>
    internal static FileStamp Of(string path) =>
        new FileInfo(path) is { Exists: true } file ? new(file.LastWriteTimeUtc, file.Length) : new(default, Directory.Exists(path) ? -2 : -1);
}
