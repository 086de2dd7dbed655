namespace Strangler.Services.Realtime.Hub;

/// <summary>
/// A connection after its upgrade. It knows when the client was last heard, and can put a ping between two frames: .NET's WebSocket pings
/// by a timer of its own for each connection. Every frame comes here in one write. Closing the connection is left to the
/// server: a WebSocket disposes of it right after a last word such as 1002, which would then be lost.
/// </summary>
internal sealed class PingableStream(Stream inner, TimeProvider time) : Stream
{
    private static readonly byte[] PingFrame = [0x89, 0x00]; // RFC 6455 5.5.2, without a payload

    private readonly SemaphoreSlim _turn = new(1, 1);
    private long _heardAt = time.GetTimestamp();

    /// <summary>Timestamp of the last byte from the client.</summary>
    public long HeardAt => Volatile.Read(ref _heardAt);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Sends a ping unless something is being sent. Never waits and never throws.</summary>
    public void Ping()
    {
        if (_turn.Wait(0))
            _ = PingAsync();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await inner.ReadAsync(buffer, cancellationToken);
        if (count > 0)
            Volatile.Write(ref _heardAt, time.GetTimestamp());
        return count;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await inner.WriteAsync(buffer, cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override void Flush() => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private async Task PingAsync()
    {
        try
        {
            await inner.WriteAsync(PingFrame);
        }
        catch (Exception ex) when (ex is IOException or ObjectDisposedException or OperationCanceledException or InvalidOperationException)
        {
            // The client is gone, as whoever reads finds out.
        }
        finally
        {
            _turn.Release();
        }
    }
}
