namespace Strangler.Gateway.Legacy;

/// <summary>
/// The client's body on its way to legacy. After an early answer it ends at once: zeros, which no one gets, stand for what is missing
/// from the announced length. What the client still sends is the server's to read on for a while, or to cut off.
/// </summary>
/// <param name="body">The client's body.</param>
/// <param name="early">Says when to end.</param>
/// <param name="length">The announced length; null for a chunked body.</param>
internal sealed class EarlyAnswerBody(Stream body, EarlyAnswer early, long? length) : PassingStream
{
    private CancellationTokenSource? _either;
    private CancellationToken _linked;
    private long _read;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (early.HasBegun)
            return FillUp(buffer.Span);
        try
        {
            var count = await body.ReadAsync(buffer, Either(cancellationToken));
            _read += count;
            return count;
        }
        catch (OperationCanceledException) when (early.HasBegun && !cancellationToken.IsCancellationRequested)
        {
            return FillUp(buffer.Span);
        }
    }

    /// <summary>Leaves the client's body to the server.</summary>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _either?.Dispose();
        base.Dispose(disposing);
    }

    private int FillUp(Span<byte> buffer)
    {
        var count = (int)Math.Min(buffer.Length, (length ?? _read) - _read);
        buffer[..count].Clear();
        _read += count;
        return count;
    }

    /// <summary>The forwarder reads all of a body under one token, so one link does.</summary>
    private CancellationToken Either(CancellationToken cancellationToken)
    {
        if (_either is null || _linked != cancellationToken)
        {
            _either?.Dispose();
            (_either, _linked) = (CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, early.Begun), cancellationToken);
        }

        return _either.Token;
    }
}
