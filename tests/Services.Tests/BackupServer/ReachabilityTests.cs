using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Strangler.Services.BackupServer;
using Strangler.Services.Configuration;
using Strangler.Services.Tests.Hosting;
using Strangler.Testing.Processes;

namespace Strangler.Services.Tests.BackupServer;

/// <summary>The probe of contract 4 and its cache (Q31), on real sockets; only the clock is a fake.</summary>
public sealed class ReachabilityTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly ServicesOptions _options = new();

    [Fact]
    public async Task GetAsync_ServerUpOrDown_IsFoundOut()
    {
        using var up = BackupServerPort.Up();
        using var down = BackupServerPort.Down();

        Assert.True(await Watch("127.0.0.1", up.Number).GetAsync());
        Assert.True(await Watch("localhost", up.Number).GetAsync());
        Assert.True(await Watch("127.1", up.Number).GetAsync());
        Assert.False(await Watch("127.0.0.1", down.Number).GetAsync());
    }

    [Theory]
    [InlineData("::1")]
    [InlineData("[::1]")]
    [InlineData("no-such-host.invalid")]
    [InlineData("127.0.0.1 ")]
    [InlineData("a b")]
    [InlineData("..")]
    [InlineData("http://127.0.0.1")]
    public async Task GetAsync_HostThatIsNoIPv4Name_IsNotReachable(string host)
    {
        using var up = BackupServerPort.Up();

        Assert.False(await Watch(host, up.Number).ProbeAsync());
    }

    [Fact]
    public async Task TryGetFresh_WithinFreshness_AnswersWithoutAnotherProbe()
    {
        using var server = BackupServerPort.Up();
        var reachability = Watch("127.0.0.1", server.Number);
        Assert.False(reachability.TryGetFresh(out _));
        await reachability.GetAsync();
        await server.AcceptedAsync(1, TestContext.Current.CancellationToken);

        _time.Advance(_options.ProbeFreshness - TimeSpan.FromTicks(1));
        Assert.True(reachability.TryGetFresh(out var reachable) && reachable);
        Assert.True(await reachability.GetAsync());
        Assert.Equal(1, server.Connections);

        _time.Advance(TimeSpan.FromTicks(1));
        Assert.False(reachability.TryGetFresh(out _));
        Assert.True(await reachability.GetAsync());
        await server.AcceptedAsync(2, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task GetAsync_ServerComesUp_IsSeenWhenTheResultIsStale()
    {
        using var server = BackupServerPort.Down();
        var reachability = Watch("127.0.0.1", server.Number);
        Assert.False(await reachability.GetAsync());

        server.Start();
        Assert.False(await reachability.GetAsync());
        _time.Advance(_options.ProbeFreshness);

        Assert.True(await reachability.GetAsync());
    }

    [Fact]
    public async Task GetAsync_SilentHost_WaitsOnceThenTellsTheLastKnownWhileTheProbeGoesOn()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows refuses where Linux stays silent.");
        using var silent = new SilentHost();
        var reachability = Watch("127.0.0.1", silent.Port);

        var waiting = reachability.GetAsync();
        Assert.Same(waiting, reachability.GetAsync());
        Assert.False(waiting.IsCompleted);
        _time.Advance(_options.ProbePatience);
        Assert.False(await waiting);

        Assert.True(reachability.GetAsync().IsCompletedSuccessfully);
        Assert.False(reachability.TryGetFresh(out _));

        var probe = reachability.ProbeAsync();
        Assert.False(probe.IsCompleted);
        _time.Advance(_options.ProbeTimeout - _options.ProbePatience);
        Assert.False(await probe);
        Assert.True(reachability.TryGetFresh(out var reachable));
        Assert.False(reachable);
    }

    [Fact]
    public async Task TestAsync_ManyAtOnce_ShareOneProbeForEachEndpoint()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows refuses where Linux stays silent.");
        using var silent = new SilentHost();
        using var up = BackupServerPort.Up();
        var probe = new ReachabilityProbe(Options.Create(_options), _time);
        var endpoint = new BackupServerEndpoint("127.0.0.1", silent.Port);

        var first = probe.TestAsync(endpoint);
        Assert.All(Enumerable.Range(0, 50), _ => Assert.Same(first, probe.TestAsync(endpoint with { })));
        Assert.True(await probe.TestAsync(new BackupServerEndpoint("127.0.0.1", up.Number)));

        _time.Advance(_options.ProbeTimeout);
        Assert.False(await first);
        var second = probe.TestAsync(endpoint);
        Assert.NotSame(first, second);
        _time.Advance(_options.ProbeTimeout);
        Assert.False(await second);
    }

    [Fact]
    public async Task TryGetFresh_FreshResult_AllocatesNothing()
    {
        using var server = BackupServerPort.Up();
        var reachability = Watch("127.0.0.1", server.Number);
        await reachability.GetAsync();
        reachability.TryGetFresh(out _);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var fresh = reachability.TryGetFresh(out var reachable);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.True(fresh && reachable);
        Assert.Equal(0, allocated);
    }

    private Reachability Watch(string host, int port) =>
        new ReachabilityProbe(Options.Create(_options), _time).Watch(new BackupServerEndpoint(host, port));
}
