using Strangler.Services.Streams;

namespace Strangler.Gateway.Legacy;

/// <summary>
/// The client's body on its way to legacy. After an early answer it ends at once: zeros, which no one gets, stand for what is missing
/// from the announced length. What the client still sends is the server's to read on for a while, or to cut off.
/// </summary>
/// <param name="body">The client's body, or what wraps it.</param>
/// <param name="client">The client's body itself.</param>
/// <param name="early">Says when to end.</param>
/// <param name="length">The announced length; null for a chunked body.</param>
internal sealed class EarlyAnswerBody(Stream body, ClientBody client, EarlyAnswer early, long? length) : PassingStream
{
    private readonly CancellationTokenRegistration _interruption = early.Begun.Register(client.Interrupt);
    private long _read;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        client.IsInterruptible = true;
        try
        {
            var count = early.HasBegun ? FillUp(buffer.Span) : await body.ReadAsync(buffer, cancellationToken);
            _read += count;
            return count;
        }
        catch (OperationCanceledException) when (early.HasBegun && !cancellationToken.IsCancellationRequested)
        {
            return await ReadAsync(buffer, cancellationToken);
        }
        finally
        {
            client.IsInterruptible = false;
        }
    }

    /// <summary>Leaves the client's body to the server.</summary>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _interruption.Dispose();
        base.Dispose(disposing);
    }

    private int FillUp(Span<byte> buffer)
    {
        var count = (int)Math.Min(buffer.Length, (length ?? _read) - _read);
        buffer[..count].Clear();
        return count;
    }
}
