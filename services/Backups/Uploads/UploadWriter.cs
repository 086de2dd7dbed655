using Microsoft.Win32.SafeHandles;

namespace Strangler.Services.Backups.Uploads;

/// <summary>Writes content to a file in large pieces and computes its digests at the same time.</summary>
internal sealed class UploadWriter(SafeFileHandle file) : IDisposable
{
    /// <summary>From this many bytes on, hashing on a second core is faster than the hand-over costs.</summary>
    private const int ParallelFrom = 32 * 1024;

    private readonly ContentDigest _digest = new();
    private long _length;

    public static SafeFileHandle Create(string path) =>
        File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);

    /// <summary>Once this has completed, with or without success, the caller may reuse the buffer of <paramref name="content"/>.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> content)
    {
        var hash = Task.CompletedTask;
        if (content.Length < ParallelFrom)
            _digest.AppendSha256(content.Span);
        else
            hash = Task.Run(() => _digest.AppendSha256(content.Span));
        try
        {
            // Written synchronously: an asynchronous write to a file blocks a thread as well, and costs one more hand-over.
            RandomAccess.Write(file, content.Span, _length);
            _digest.AppendChecksum(content.Span);
        }
        finally
        {
            await hash;
        }

        _length += content.Length;
    }

    /// <summary>Closes the file.</summary>
    public UploadedFile Complete(string name, string path)
    {
        file.Dispose();
        return new UploadedFile(name, path, _length, _digest.Sha256(), _digest.Checksum(_length));
    }

    public void Dispose()
    {
        file.Dispose();
        _digest.Dispose();
    }
}
