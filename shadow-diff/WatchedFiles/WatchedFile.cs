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
    private (FileStamp Stamp, string Problem)? _unread;
    private long _looks;
    private long _lastAsRead;

    /// <summary>One that is looked at in another way, for tests.</summary>
    internal WatchedFile(string path, Func<string, FileStamp> stampOf)
        : this(path) => _stampOf = stampOf;

    /// <summary>The file.</summary>
    public string Path => path;

    /// <summary>The stamp at the last look.</summary>
    public FileStamp Seen => _seen;

    /// <summary>How many looks have begun: a number that tells before from after, where no clock can be compared with a share's.</summary>
    public long Looks => Interlocked.Read(ref _looks);

    /// <summary>The number of the last look that found the file as it was read. What is found now was not there when that look began.</summary>
    public long LastAsRead => Interlocked.Read(ref _lastAsRead);

    /// <summary>To be called before the file is read, and without taking it for read: only what is written from then on is a change.</summary>
    public FileStamp Look()
    {
        var look = Interlocked.Increment(ref _looks);
        var stamp = _stampOf(path);
        if (!IsChange(stamp))
            Interlocked.Exchange(ref _lastAsRead, look);
        return stamp;
    }

    /// <summary>The file was read when it had this stamp: another one is a change.</summary>
    public void HasRead(FileStamp stamp) => (_read, _seen, _unread) = (stamp, stamp, null);

    /// <summary>
    /// The file could not be read when it had this stamp. It stays a change, so that it is read once it can be: whoever has it open, or took the
    /// right to read it away, leaves no other stamp.
    /// </summary>
    /// <param name="stamp">As <see cref="Look"/> gave it.</param>
    /// <param name="problem">Why it could not be read.</param>
    /// <returns>Whether that is news, and to be said.</returns>
    public bool HasNotRead(FileStamp stamp, string problem)
    {
        var isNews = _unread != (stamp, problem);
        _unread = (stamp, problem);
        if (stamp.Length < 0)
            _read = _seen = stamp; // where nothing is, or a folder, all is read: what comes has another stamp
        return isNews;
    }

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
    public static FileStamp Of(string path) =>
        new FileInfo(path) is { Exists: true } file ? new(file.LastWriteTimeUtc, file.Length) : new(default, Directory.Exists(path) ? -2 : -1);
}
