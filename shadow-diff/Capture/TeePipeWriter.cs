using System.IO.Pipelines;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Capture;

/// <summary>Passes every call to <c>inner</c> and copies the bytes at the moment they are committed.</summary>
internal sealed class TeePipeWriter(PipeWriter inner, BoundedCopy copy) : PipeWriter
{
    private Memory<byte> _lent;

    public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;

    public override long UnflushedBytes => inner.UnflushedBytes;

    public override Memory<byte> GetMemory(int sizeHint = 0) => _lent = inner.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public override void Advance(int bytes)
    {
        if (bytes > 0 && bytes <= _lent.Length)
        {
            copy.Append(_lent.Span[..bytes]);
            _lent = _lent[bytes..];
        }

        inner.Advance(bytes);
    }

    public override ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default)
    {
        copy.Append(source.Span);
        return inner.WriteAsync(source, cancellationToken);
    }

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => inner.FlushAsync(cancellationToken);

    public override void CancelPendingFlush() => inner.CancelPendingFlush();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    public override ValueTask CompleteAsync(Exception? exception = null) => inner.CompleteAsync(exception);
}
