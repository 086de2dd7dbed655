using Strangler.Services.Realtime.WebSockets;

namespace Strangler.Services.Realtime.Hub;

/// <summary>
/// A connection after its upgrade. It knows when the client was last heard, and can put a ping between two frames: .NET's WebSocket pings
/// by a timer of its own for each connection. Every frame comes here in one write. Closing the connection is left to the
/// server: a WebSocket disposes of it right after a last word such as 1002, which would then be lost.
/// </summary>
internal sealed class PingableStream(IOpenedSocket socket, TimeProvider time) : CheckedFrames(socket)
{
    private static readonly byte[] PingFrame = [0x89, 0x00]; // RFC 6455 5.5.2, without a payload

    private readonly SemaphoreSlim _turn = new(1, 1);
    private long _heardAt = time.GetTimestamp();

    /// <summary>Timestamp of the last byte from the client.</summary>
    public long HeardAt => Volatile.Read(ref _heardAt);

    /// <summary>Sends a ping once what is being sent has been. Never waits and never throws.</summary>
    public void Ping() => _ = PingAsync();

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await base.WriteAsync(buffer, cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    protected override ValueTask<int> PassAsync(ReadOnlyMemory<byte> bytes)
    {
        if (!bytes.IsEmpty)
            Volatile.Write(ref _heardAt, time.GetTimestamp());
        return base.PassAsync(bytes);
    }

    private async Task PingAsync()
    {
        await _turn.WaitAsync();
        try
        {
            await base.WriteAsync(PingFrame);
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
