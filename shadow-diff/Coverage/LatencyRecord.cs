using HdrHistogram;
using HdrHistogram.Utilities;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Coverage;

/// <summary>A histogram of durations from 1 µs to 10 minutes at two significant digits. Safe to use from several threads.</summary>
internal sealed class LatencyRecord
{
    private const long Highest = 600_000_000;
    private const int Digits = 2;
    private readonly Lock _lock = new();
    private readonly LongHistogram _histogram = new(1, Highest, Digits);

    public void Record(TimeSpan duration)
    {
        lock (_lock)
        {
            _histogram.RecordValue(Math.Clamp((long)duration.TotalMicroseconds, 1, Highest));
        }
    }

    /// <summary>Null while nothing was recorded.</summary>
    public Latency? Read()
    {
        lock (_lock)
        {
            return _histogram.TotalCount == 0 ? null : new(Milliseconds(50), Milliseconds(95), _histogram.TotalCount);
        }
    }

    public byte[] Save()
    {
        lock (_lock)
        {
            var buffer = ByteBuffer.Allocate(_histogram.GetNeededByteBufferCapacity());
            var bytes = new byte[_histogram.EncodeIntoCompressedByteBuffer(buffer)];
            buffer.Position = 0;
            for (var i = 0; i < bytes.Length; i++)
                bytes[i] = buffer.Get();

            return bytes;
        }
    }

    /// <summary>Adds what was saved.</summary>
    /// <exception cref="FormatException">It is a histogram of another range or precision, which does not add up with ours.</exception>
    public void Load(byte[] saved)
    {
        var earlier = HistogramEncoding.DecodeFromCompressedByteBuffer(ByteBuffer.Allocate(saved), Highest);
        if ((earlier.LowestTrackableValue, earlier.HighestTrackableValue, earlier.NumberOfSignificantValueDigits) != (1, Highest, Digits))
            throw new FormatException("the histogram is of another range or precision");

        lock (_lock)
        {
            _histogram.Add(earlier);
        }
    }

    private double Milliseconds(double percentile) => _histogram.GetValueAtPercentile(percentile) / 1000.0;
}
