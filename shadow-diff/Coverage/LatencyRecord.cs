using System.Buffers.Binary;
using System.IO.Compression;
using HdrHistogram;
using HdrHistogram.Utilities;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Coverage;

/// <summary>A histogram of durations from 1 µs to 10 minutes at two significant digits. Safe to use from several threads.</summary>
internal sealed class LatencyRecord
{
    private const long Highest = 600_000_000;
    private const int Digits = 2;
    private const long MostCounted = 1_000_000_000_000;

    // HdrHistogram's encoding, version 2: a cookie and a length, then in zlib a cookie, the payload's length, an offset, the digits, the
    // lowest and highest value, a ratio, and the payload.
    private const int CompressedHeaderBytes = 8;
    private const int HeaderBytes = 40;
    private const int MaxPayloadBytes = 1024 * 1024;
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
    /// <exception cref="FormatException">It is a histogram of another range or precision, which does not add up with ours, or no histogram.</exception>
    public void Load(byte[] saved)
    {
        CheckHeader(saved);
        var earlier = HistogramEncoding.DecodeFromCompressedByteBuffer(ByteBuffer.Allocate(saved), Highest);
        if (earlier.RecordedValues().Any(value => value.CountAddedInThisIterationStep is < 0 or > MostCounted) || earlier.TotalCount is < 0 or > MostCounted)
            throw new FormatException("the histogram counts more than can be");

        lock (_lock)
        {
            _histogram.Add(earlier);
        }
    }

    /// <summary>As new.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _histogram.Reset();
        }
    }

    /// <summary>Reads only what says how large the rest is: the decoder would allocate whatever a forged one asks for.</summary>
    private static void CheckHeader(byte[] saved)
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        try
        {
            using var inflated = new ZLibStream(new MemoryStream(saved, CompressedHeaderBytes, saved.Length - CompressedHeaderBytes), CompressionMode.Decompress);
            inflated.ReadExactly(header);
        }
        catch (Exception ex) when (ex is ArgumentException or InvalidDataException or EndOfStreamException)
        {
            throw new FormatException("it is no histogram", ex);
        }

        if (BinaryPrimitives.ReadInt32BigEndian(header[4..]) is < 0 or > MaxPayloadBytes)
            throw new FormatException("the histogram is larger than one of its range can be");
        if ((BinaryPrimitives.ReadInt32BigEndian(header[12..]), BinaryPrimitives.ReadInt64BigEndian(header[16..]), BinaryPrimitives.ReadInt64BigEndian(header[24..])) != (Digits, 1, Highest))
            throw new FormatException("the histogram is of another range or precision");
    }

    private double Milliseconds(double percentile) => _histogram.GetValueAtPercentile(percentile) / 1000.0;
}
