using System.Diagnostics.Metrics;
using System.Threading.Channels;
using Microsoft.Extensions.Options;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Capture;

/// <summary>Exchanges that wait for the mirror, bounded in number and in bytes. The request path never waits for it.</summary>
internal sealed class ShadowQueue
{
    private readonly long _maxBytes;
    private readonly Channel<CapturedExchange> _channel;
    private long _bytes;

    public ShadowQueue(IOptions<CaptureOptions> options, IMeterFactory meters)
    {
        _maxBytes = options.Value.QueueMaxBytes;
        _channel = Channel.CreateBounded<CapturedExchange>(
            new BoundedChannelOptions(options.Value.QueueCapacity) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });
        meters.Create(ShadowMeter.Name).CreateObservableGauge(
            "strangler.shadow.queue.length", () => _channel.Reader.Count, "{exchange}", "Exchanges that wait for the mirror.");
    }

    public bool TryEnqueue(CapturedExchange exchange)
    {
        if (Interlocked.Add(ref _bytes, exchange.Size) <= _maxBytes && _channel.Writer.TryWrite(exchange))
            return true;

        Interlocked.Add(ref _bytes, -exchange.Size);
        return false;
    }

    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => _channel.Reader.WaitToReadAsync(cancellationToken);

    public bool TryDequeue([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out CapturedExchange? exchange)
    {
        if (!_channel.Reader.TryRead(out exchange))
            return false;

        Interlocked.Add(ref _bytes, -exchange.Size);
        return true;
    }

    /// <summary>Takes no more; what is left can still be read.</summary>
    public void Close() => _channel.Writer.TryComplete();
}
