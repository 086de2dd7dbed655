using Microsoft.Win32.SafeHandles;

namespace Strangler.Services.Backups.Uploads;

/// <summary>Writes content to a file in large pieces and takes its digests meanwhile.</summary>
internal sealed class UploadWriter(SafeFileHandle file) : IDisposable
{
    /// <summary>From here on a second core is worth the way to it.</summary>
    private const int ParallelFrom = 32 * 1024;

    private readonly ContentDigest _digest = new();
    private long _length;

    public static SafeFileHandle Create(string path) =>
        File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);

    /// <summary>The content is free to change when this has completed, whatever came of it.</summary>
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
            // Here and now: an asynchronous write to a file is a thread that blocks too, and one more hand-over.
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
