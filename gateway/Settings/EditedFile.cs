using System.Collections.Concurrent;

namespace Strangler.Settings;

/// <summary>
/// Reads a file that a person edits, which may be anything: a pipe that nobody writes to, a file on a share that does not answer, an image of 50 MB.
/// None of these may hold up whoever reads, so nobody is to hold a lock meanwhile either.
/// </summary>
public static class EditedFile
{
    /// <summary>The largest file that is read: a hundred times what the largest of them has.</summary>
    public const int MaxBytes = 4 * 1024 * 1024;

    /// <summary>How long a file may take.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(2);

    private static readonly ConcurrentDictionary<string, Task> Hanging = new(StringComparer.Ordinal);

    /// <exception cref="IOException">It is none, cannot be read, is too large, or did not come in time. The message says which, and not of which file.</exception>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static byte[] Read(string path) => WithDeadline(path, () => ReadHere(path));

    /// <summary>Does something with a file on a thread of its own. One that takes too long is left behind, and no other one is begun before it ends.</summary>
    /// <exception cref="IOException">It took too long; what <paramref name="work"/> throws comes through.</exception>
    public static T WithDeadline<T>(string path, Func<T> work)
    {
        if (Hanging.TryGetValue(path, out var earlier) && !earlier.IsCompleted)
            throw Late();

        var task = Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        if (Task.WaitAny([task], Deadline) == 0 || task.IsCompleted) // the whole program may have stood still meanwhile
            return task.GetAwaiter().GetResult();

        Hanging.AddOrUpdate(path, task, (_, before) => Task.WhenAll(before, task));
        throw Late();
    }

    /// <summary>As <see cref="Read"/>, on this thread and without a deadline: for what is done <see cref="WithDeadline"/>.</summary>
    /// <inheritdoc cref="Read" path="/exception"/>
    public static byte[] ReadHere(string path)
    {
        if (FileKind.Of(path) is { } kind)
            throw new IOException($"it is {kind}");

        using var file = Open(path);
        if (file.Length > MaxBytes)
            throw new IOException($"it has {file.Length} bytes; it may have {MaxBytes}");

        // To its end, wherever that is by then: it may grow while it is read.
        var bytes = new byte[file.Length + 1];
        var length = 0;
        while (file.Read(bytes, length, bytes.Length - length) is > 0 and var count)
        {
            length += count;
            if (length > MaxBytes)
                throw new IOException($"it has more than {MaxBytes} bytes, which is what it may have");
            if (length == bytes.Length)
                Array.Resize(ref bytes, bytes.Length * 2);
        }

        return bytes[..length];
    }

    private static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        }
        catch (Exception ex) when (ex is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new FileNotFoundException($"there is no {path}", path, ex);
        }
    }

    private static IOException Late() => new($"it did not come within {Deadline.TotalSeconds:0} seconds; look at the disk or share that it is on");
}
