namespace Strangler.Services.Flask;

/// <summary>
/// A feature of a request whose answer may be read from a disk while it is sent: whoever watches sees by it one that does not go on because of the disk. One whose client takes
/// its time is none of these.
/// </summary>
public sealed class DiskReads
{
    private long _steps;

    /// <summary>How many have begun and ended: odd while one lasts, and never less than before.</summary>
    public long Steps => Volatile.Read(ref _steps);

    /// <summary>Reads once.</summary>
    public async ValueTask<int> ReadAsync(Stream file, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _steps);
        try
        {
            return await file.ReadAsync(buffer, cancellationToken);
        }
        finally
        {
            Interlocked.Increment(ref _steps);
        }
    }
}
