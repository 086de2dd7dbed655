using Strangler.ShadowDiff.Store;

namespace Strangler.ShadowDiff.Tests.Store;

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
}
