using HdrHistogram;
using HdrHistogram.Utilities;
using Strangler.ShadowDiff.Coverage;

namespace Strangler.ShadowDiff.Tests.Coverage;

public sealed class LatencyRecordTests
{
    [Fact]
    public void Load_WhatWasSaved_IsWhatWasRecorded()
    {
        var random = new Random(7);
        for (var round = 0; round < 2_000; round++)
        {
            var saved = new LatencyRecord();
            var durations = Enumerable.Range(0, random.Next(1, 6)).Select(_ => TimeSpan.FromMicroseconds(Math.Exp(random.NextDouble() * Math.Log(600_000_000)))).ToList();
            durations.ForEach(saved.Record);

            var loaded = new LatencyRecord();
            loaded.Load(saved.Save());

            Assert.Equal((string.Join(' ', durations), saved.Read()), (string.Join(' ', durations), loaded.Read()));
        }
    }

    [Theory]
    [InlineData(600_000_000, 3)]
    [InlineData(3_600_000_000, 2)]
    public void Load_AnotherRangeOrPrecision_IsRefused(long highest, int digits)
    {
        var other = new LongHistogram(1, highest, digits);
        other.RecordValue(highest);
        var buffer = ByteBuffer.Allocate(other.GetNeededByteBufferCapacity());
        var length = other.EncodeIntoCompressedByteBuffer(buffer);
        buffer.Position = 0;
        byte[] saved = [.. Enumerable.Range(0, length).Select(_ => buffer.Get())];

        Assert.Throws<FormatException>(() => new LatencyRecord().Load(saved));
    }
}
