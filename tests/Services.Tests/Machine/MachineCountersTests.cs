using System.Net;
using System.Net.Sockets;
using Strangler.Services.Machine;

namespace Strangler.Services.Tests.Machine;

/// <summary>The load of the host, by psutil's rules.</summary>
public sealed class MachineCountersTests
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
    public void ParseMemory_Lines_CountWhatIsAvailableAndLeaveOutCaches()
    {
        var memory = LinuxCounters.ParseMemory(
            ["MemTotal:       16000 kB", "MemFree:         100 kB", "MemAvailable:    6000 kB", "Buffers:  200 kB", "Cached: 4000 kB", "SReclaimable: 700 kB", "HugePages_Total:       0"]);

        Assert.Equal(new MemoryUse(16000 * 1024, 6000 * 1024, 11000 * 1024), memory);
        Assert.Equal(62.5, memory.Percent);
    }

    /// <summary>In a container the caches of the host may be more than what the container has.</summary>
    [Fact]
    public void ParseMemory_CachesAboveTotal_AreLeftAlone() =>
        Assert.Equal(900 * 1024, LinuxCounters.ParseMemory(["MemTotal: 1000 kB", "MemFree: 100 kB", "Cached: 4000 kB"]).Used);

    [Theory]
    [InlineData(30, 10, 75.0)]
    [InlineData(1, 2, 33.3)]
    [InlineData(0, 0, 0.0)]
    public void DiskPercent_UsedAndFree_HasOneDecimal(double used, double free, double expected) => Assert.Equal(expected, new DiskUse(used, free).Percent);

    [Fact]
    public void CountConnections_Tables_CountSocketsOfThisProcessOnly() => Assert.Equal(2, LinuxCounters.CountConnections(
        [
            "   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1 0",
            "   1: 0100007F:1F90 0100007F:C350 01 00000000:00000000 00:00000000 00000000     0        0 4712 1 0",
            "   2: 0100007F:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4713 1 0",
        ],
        new HashSet<string> { "socket:[4711]", "socket:[4712]", "pipe:[4713]" }));

    [Fact]
    public void CountRows_TableOfWindows_CountsRowsOfTheProcess() =>
        Assert.Equal(2, WindowsSockets.CountRows(Bytes(3, 1, 1, 42, 2, 2, 7, 3, 3, 42), rowSize: 12, process: 42));

    [Fact]
    public void ForThisSystem_TwoReadings_GoForward()
    {
        var counters = OfThisSystem();
        var first = counters.ReadCpu();
        var second = counters.ReadCpu();

        Assert.InRange(first.Busy, 1, first.Total);
        Assert.True(second.Total >= first.Total && second.Busy >= first.Busy);
        Assert.InRange(counters.ReadMemory().Percent, 0.1, 99.9);
        Assert.InRange(counters.ReadMemory().Used, 1, counters.ReadMemory().Total);
        Assert.True(counters.ReadDisk() is { Used: > 0, Free: > 0 });
    }

    [Fact]
    public void ForThisSystem_SocketAndFileOpened_AreCounted()
    {
        var counters = OfThisSystem();
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        socket.Listen();
        using var file = File.OpenRead(typeof(MachineCountersTests).Assembly.Location);

        // Other tests of this process come and go; these two stay.
        Assert.InRange(counters.CountConnections(), 1, 100_000);
        Assert.InRange(counters.CountOpenFiles(), 1, 1_000_000);
    }

    [Fact]
    public async Task NetworkBytes_AfterLoopbackTraffic_HaveGrown()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsWindows(), "The counters of interfaces are read on Linux and Windows only.");
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var before = NetworkBytes.Read();
        using var client = new TcpClient();
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint, TestContext.Current.CancellationToken);
        await client.GetStream().WriteAsync(new byte[10_000], TestContext.Current.CancellationToken);
        using var server = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        await server.GetStream().ReadExactlyAsync(new byte[10_000], TestContext.Current.CancellationToken);

        var after = NetworkBytes.Read();

        Assert.True(after.Received - before.Received >= 10_000 || OperatingSystem.IsWindows(), $"{before} -> {after}");
        Assert.True(after.Sent >= before.Sent);
    }

    private static MachineCounters OfThisSystem()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsWindows(), "The host's load is read on Linux and Windows only.");
        return MachineCounters.ForThisSystem();
    }

    private static byte[] Bytes(params int[] values) => [.. values.SelectMany(BitConverter.GetBytes)];
}
