using Strangler.Benchmarks.Soak;

namespace Strangler.EndToEnd.Tests.Soak;

/// <summary>What is a trend, and what only looks like one: two hours with a sample each ten seconds, of a memory of about 200 MiB.</summary>
public sealed class SoakVerdictTests
{
    private const int Samples = 720;
    private const double Level = 200;
    private const int Seeds = 20;

    public static TheoryData<string> Shapes => [.. Harmless.Keys];

    // At sample i of so many; by Noise's seed.
    private static Dictionary<string, Func<Noise, int, double>> Harmless { get; } = new()
    {
        ["flat"] = (_, _) => Level,
        ["noise"] = (noise, _) => Level + (5 * noise.Next()),
        ["noise that lasts for minutes"] = (noise, _) => Level + (5 * noise.Next(memory: 0.97)),
        ["saw of a collector"] = (noise, i) => Level + (i % 47) + noise.Next(),
        ["a step in the warm-up"] = (noise, i) => (i < Samples / 5 ? Level / 2 : Level) + noise.Next(),
        ["a peak"] = (noise, i) => Level + (i is > 400 and < 420 ? 400 : 0) + noise.Next(),
        ["it falls"] = (noise, i) => Level - (20.0 * i / Samples) + noise.Next(),
        ["it grows by 2 % in twelve hours"] = (noise, i) => Level * (1 + (0.02 * i / Samples / 6)) + noise.Next(),
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Holds_NoTrend_True(string shape)
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            var noise = new Noise(seed);
            var verdict = Of(i => Harmless[shape](noise, i));

            Assert.True(verdict.Holds, $"seed {seed}: {string.Join("; ", verdict.Against)}");
        }
    }

    [Theory]
    [InlineData(0.3, 0)]
    [InlineData(2, 0.97)]
    public void Holds_ItGrowsUnderNoise_False(double inTwelveHours, double memory)
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            var noise = new Noise(seed);
            var verdict = Of(i => (Level * (1 + (inTwelveHours * i / Samples / 6))) + (memory == 0 ? 2 * noise.Next() : noise.Next(memory)));

            Assert.StartsWith("resident memory grows: ", Assert.Single(verdict.Against), StringComparison.Ordinal);
            var trend = verdict.Trends[0].Trend!;
            Assert.InRange(trend.Slope, trend.Least, trend.Most);
            Assert.InRange(Level * inTwelveHours / 12, trend.Least, trend.Most);
        }
    }

    [Fact]
    public void ToString_ItWandersAnywhere_SaysSo() => Assert.Contains(
        Enumerable.Range(0, Seeds).Select(seed =>
        {
            var (noise, at) = (new Noise(seed), Level);
            return $"{Of(_ => at += noise.Next())}";
        }),
        text => text.Contains("wanders too much to tell", StringComparison.Ordinal));

    [Theory]
    [InlineData("Failed", "1 requests failed")]
    [InlineData("Untrue", "1 jobs without a truthful end")]
    [InlineData("Closed", "1 sockets refused or ended by the server")]
    [InlineData("TakenBack", "1 routes that the gateway took back, though nothing was wrong with modern")]
    public void Holds_OneFault_False(string figure, string words)
    {
        var fault = Enum.Parse<Figure>(figure);

        Assert.Equal([words], new SoakVerdict([.. Enumerable.Range(0, Samples).Select(i => new SoakSample { [Figure.Seconds] = i * 10, [Figure.Memory] = Level, [fault] = 1 })]).Against);
    }

    [Fact]
    public void Holds_DatabaseGrowsWithinItsLimit_True() => Assert.True(Of(_ => Level, i => 1 + (i / 100.0)).Holds);

    [Fact]
    public void Holds_DatabaseWouldPassItsLimit_False() =>
        Assert.StartsWith("gateway.db grows: ", Assert.Single(Of(_ => Level, i => 1 + (i / 2.0)).Against), StringComparison.Ordinal);

    [Fact]
    public void Holds_TooShort_False() =>
        Assert.Equal(["fewer than 12 samples after the first quarter: nothing can be said of trends"], Of(_ => Level, samples: 14).Against);

    [Fact]
    public void Read_WhatWasWritten_IsTheSame()
    {
        using var folder = new Testing.TemporaryFolder();
        var file = folder.Combine("samples.csv");
        File.WriteAllLines(file, [SoakSample.Header, $"{new SoakSample { [Figure.Seconds] = 10.5, [Figure.Memory] = 200, [Figure.TakenBack] = 3 }}"]);

        var sample = Assert.Single(SoakSample.Read(file));

        Assert.Equal((10.5, 200, double.NaN, 3), (sample[Figure.Seconds], sample[Figure.Memory], sample[Figure.Heap], sample[Figure.TakenBack]));
    }

    [Theory]
    [InlineData("a,b", "is no file of samples: its first line is not")]
    [InlineData(null, ", line 2: not ")]
    public void Read_AnotherFile_SaysWhatAndWhere(string? header, string words)
    {
        using var folder = new Testing.TemporaryFolder();
        var file = folder.Combine("samples.csv");
        File.WriteAllLines(file, [header ?? SoakSample.Header, "1,2,x"]);

        Assert.Contains(words, Assert.Throws<FormatException>(() => SoakSample.Read(file)).Message, StringComparison.Ordinal);
    }

    private static SoakVerdict Of(Func<int, double> memory, Func<int, double>? database = null, int samples = Samples) => new(
    [
        .. Enumerable.Range(0, samples).Select(i => new SoakSample { [Figure.Seconds] = i * 10, [Figure.Memory] = memory(i), [Figure.Database] = database?.Invoke(i) ?? double.NaN }),
    ]);
}
