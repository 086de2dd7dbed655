using Strangler.Services.Health;

namespace Strangler.Services.Tests.Health;

/// <summary>The load of the host, by psutil's rules.</summary>
public sealed class HostCountersTests
{
    [Fact]
    public void ParseCpu_Line_CountsWaitingAsIdleAndGuestsOnce() =>
        Assert.Equal(new CpuTimes(Busy: 10 + 1 + 5 + 2 + 3 + 4, Total: 10 + 1 + 5 + 100 + 20 + 2 + 3 + 4), LinuxCounters.ParseCpu("cpu  10 1 5 100 20 2 3 4 9 9"));

    [Theory]
    [InlineData(10, 40, 25.0)]
    [InlineData(0, 40, 0.0)]
    [InlineData(40, 40, 100.0)]
    [InlineData(1, 3, 33.3)]
    [InlineData(0, 0, 0.0)]
    [InlineData(-1, 40, 0.0)]
    public void PercentSince_Interval_HasOneDecimal(double busy, double total, double expected) =>
        Assert.Equal(expected, new CpuTimes(100 + busy, 1000 + total).PercentSince(new CpuTimes(100, 1000)));

    [Fact]
    public void ParseMemoryPercent_Lines_UseWhatIsAvailable() =>
        Assert.Equal(62.5, LinuxCounters.ParseMemoryPercent(["MemTotal:       16000 kB", "MemFree:         100 kB", "MemAvailable:    6000 kB", "HugePages_Total:       0"]));

    [Fact]
    public void ForThisSystem_TwoReadings_GoForward()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsWindows(), "The host's load is read on Linux and Windows only.");
        var counters = HostCounters.ForThisSystem();
        var first = counters.ReadCpu();
        var second = counters.ReadCpu();

        Assert.InRange(first.Busy, 1, first.Total);
        Assert.True(second.Total >= first.Total && second.Busy >= first.Busy);
        Assert.InRange(counters.ReadMemoryPercent(), 0.1, 99.9);
    }
}
