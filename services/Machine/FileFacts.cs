namespace Strangler.Services.Machine;

/// <summary>Size in bytes and time of the last change of a regular file, as Python's <c>stat</c> gives them; links are followed.</summary>
/// <param name="Seconds">Whole seconds since 1970, UTC, rounded down.</param>
/// <param name="Nanoseconds">The rest, from 0 to 999,999,999.</param>
internal readonly record struct FileFacts(long Size, long Seconds, long Nanoseconds)
{
    /// <summary>Python's <c>st_mtime</c>. Python adds the same two doubles, so the sum is equal to the last digit.</summary>
    public double Timestamp => Seconds + (1e-9 * Nanoseconds);

    /// <summary>False if there is no such file: nothing, a folder, a device, or a link to nowhere.</summary>
    /// <exception cref="IOException">The file system cannot tell.</exception>
    /// <exception cref="UnauthorizedAccessException">The file system may not tell us.</exception>
    public static bool TryRead(string path, out FileFacts facts) =>
        TryRead(path, out facts, out _);

    /// <summary>The same, with what tells the file from another of its size and time.</summary>
    public static bool TryRead(string path, out FileFacts facts, out FileIdentity identity)
    {
        if (OperatingSystem.IsLinux())
            return LinuxFileFacts.TryRead(path, out facts, out identity);
        var file = new FileInfo(path);
        identity = new FileIdentity(0, file.CreationTimeUtc.Ticks, 0);
        return TryRead(file, out facts);
    }

    /// <summary>As Python's <c>isfile</c>: what we have no right to look at does not count as a file.</summary>
    public static bool IsFile(string path)
    {
        try
        {
            return TryRead(path, out _);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>To 100 ns, which is what Windows has; costs nothing if <paramref name="file"/> comes from reading its folder.</summary>
    public static bool TryRead(FileInfo file, out FileFacts facts)
    {
        facts = default;
        if (file.Exists && file.Attributes.HasFlag(FileAttributes.ReparsePoint) && file.ResolveLinkTarget(returnFinalTarget: true) is { } target)
            file = new FileInfo(target.FullName);
        if (!file.Exists)
            return false;
        var ticks = (file.LastWriteTimeUtc - DateTime.UnixEpoch).Ticks;
        var seconds = (long)Math.Floor((decimal)ticks / TimeSpan.TicksPerSecond);
        facts = new FileFacts(file.Length, seconds, (ticks - (seconds * TimeSpan.TicksPerSecond)) * TimeSpan.NanosecondsPerTick);
        return true;
    }
}

/// <summary>
/// What changes when a file is replaced by another, or written to and given back its old time: its number, and the time that programs
/// cannot set. Windows tells .NET the time of creation instead, so there a file written in place keeps its identity.
/// </summary>
internal readonly record struct FileIdentity(ulong Node, long ChangeSeconds, long ChangeNanoseconds);
