using Strangler.Services.Streams;

namespace Strangler.Gateway.Legacy;

/// <summary>
/// A connection to legacy for one request with a body. It looks for an answer while the body is written; once there is one, or legacy no
/// longer takes the body, all further writing goes nowhere. Then the HTTP client comes to reading, and finds the answer, if one came.
/// </summary>
/// <param name="legacy">The connection.</param>
/// <param name="early">Is told when no more of the body is wanted.</param>
internal sealed class EarlyAnswerStream(Stream legacy, EarlyAnswer early) : PassingStream
{
    private readonly byte[] _ahead = new byte[4096];
    private readonly AnswerStart _start = new();
    private Task<int>? _reading;
    private int _taken;
    private bool _hasWritten;

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!_hasWritten)
            (_hasWritten, _reading) = (true, ReadAheadAsync());
        if (early.HasBegun)
            return;
        try
        {
            await legacy.WriteAsync(buffer, early.Begun);
        }
        catch (OperationCanceledException) when (early.HasBegun)
        {
            // Legacy has answered and does not read on.
        }
        catch (IOException)
        {
            early.Begin(); // whether with an answer is for reading to find out
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_reading is { } ahead)
        {
            var rest = _ahead.AsMemory(_taken, await ahead - _taken);
            var count = Math.Min(rest.Length, buffer.Length);
            rest[..count].CopyTo(buffer);
            _taken += count;
            if (count == rest.Length)
                _reading = null;
            if (count > 0 || buffer.IsEmpty)
                return count;
        }

        var read = await legacy.ReadAsync(buffer, cancellationToken);
        Inspect(buffer.Span[..read]);
        return read;
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => early.HasBegun ? Task.CompletedTask : legacy.FlushAsync(cancellationToken);

    public override async ValueTask DisposeAsync()
    {
        await legacy.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            legacy.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Reads the first of what legacy says; how much that is, 0 when it just closes.</summary>
    private async Task<int> ReadAheadAsync()
    {
        var count = 0;
        try
        {
            while (!_start.IsKnown && await legacy.ReadAsync(_ahead.AsMemory(count)) is > 0 and var read)
            {
                Inspect(_ahead.AsSpan(count, read));
                count += read;
            }
        }
        catch (IOException) when (count > 0)
        {
            // It comes again with the next read.
        }
        finally
        {
            if (!_start.IsKnown)
                early.Begin();
        }

        return count;
    }

    private void Inspect(ReadOnlySpan<byte> bytes)
    {
        if (!_start.IsFinal && _start.Accept(bytes))
            early.Begin();
    }
}
