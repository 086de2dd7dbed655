using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Strangler.Services.BackupServer;
using Strangler.Services.Configuration;
using Strangler.Services.Flask.Python;

namespace Strangler.Services.Tests.BackupServer;

/// <summary>The state of contract 4.</summary>
public sealed class BackupServerStateTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 22, 20, 56, 12, TimeSpan.Zero));
    private readonly BackupServerState _state;

    public BackupServerStateTests()
    {
        var options = Options.Create(new ServicesOptions());
        _state = new BackupServerState(options, new ReachabilityProbe(options, _time), _time);
    }

    [Fact]
    public void Current_AtStart_IsTheConfiguredServerAndReady()
    {
        var current = _state.Current;

        Assert.Equal(new BackupServerEndpoint("127.0.0.1", 1256), current.Reachability.Endpoint);
        Assert.Equal(("default_user", false), (current.Username, current.ConnectionEstablished));
        Assert.Equal(new GeneralStatus("READY", "Ready for backup", "2026-11-22T20:56:12"), current.Status);
    }

    /// <summary>Legacy's is asked for when the gateway starts, and comes a moment later.</summary>
    [Theory]
    [InlineData(false, "2026-11-20T10:00:00.5", "COMPLETED")]
    [InlineData(true, "2026-11-22T20:56:13.999999", "ERROR")]
    [InlineData(true, "2026-11-22T20:56:14.5", "COMPLETED")]
    public void AdoptEarlier_IsOutdoneByWhatWasReportedSince(bool hasReported, string lastUpdated, string expected)
    {
        _time.Advance(TimeSpan.FromSeconds(2));
        if (hasReported)
            _state.Report("ERROR", "Connection error");

        _state.AdoptEarlier("COMPLETED", "done", lastUpdated, isConnected: true);

        Assert.Equal((expected, true), (_state.Current.Status.Phase, _state.Current.ConnectionEstablished));
    }

    [Fact]
    public void Configure_SameServer_KeepsWhatIsKnownOfIt()
    {
        var before = _state.Current.Reachability;

        Assert.Same(before, _state.Configure(new BackupServerEndpoint("127.0.0.1", 1256), "u"));
        Assert.Equal("u", _state.Current.Username);
        Assert.NotSame(before, _state.Configure(new BackupServerEndpoint("127.0.0.1", 1257), null));
        Assert.Equal("u", _state.Current.Username);
    }

    [Fact]
    public void Snapshot_AfterChanges_StaysAsItWas()
    {
        var before = _state.Current;
        _time.Advance(TimeSpan.FromSeconds(1));
        _state.Report("ERROR", "broken", connectionEstablished: true);

        Assert.Equal("Ready for backup", before.Status.Message);
        Assert.False(before.ConnectionEstablished);
        Assert.Equal(new GeneralStatus("ERROR", "broken", "2026-11-22T20:56:13"), _state.Current.Status);
        Assert.True(_state.Current.ConnectionEstablished);
    }

    [Fact]
    public void Establish_ManyThreads_LosesNoOtherChange()
    {
        Parallel.For(0, 1000, i =>
        {
            _state.Establish();
            _state.Report("READY", $"{i}");
            _state.Configure(new BackupServerEndpoint("127.0.0.1", 1 + i), $"{i}");
        });

        var current = _state.Current;
        Assert.True(current.ConnectionEstablished);
        Assert.Equal(current.Username, $"{current.Reachability.Endpoint.Port - 1}");
    }

    [Theory]
    [InlineData("\"127.0.0.1\"", "1256", true)]
    [InlineData("\"backup.example\"", "\" 12_56 \"", true)]
    [InlineData("\"h\"", "1256.9", true)]
    [InlineData("\"h\"", "true", true)]
    [InlineData("\"h\"", "65535", true)]
    [InlineData("\"h\"", "65536", false)]
    [InlineData("\"h\"", "99999999999999999999", false)]
    [InlineData("\"h\"", "-1", false)]
    [InlineData("\"h\"", "0", false)]
    [InlineData("\"h\"", "\"0\"", false)]
    [InlineData("\"h\"", "0.5", false)]
    [InlineData("\"h\"", "NaN", false)]
    [InlineData("\"h\"", "Infinity", false)]
    [InlineData("\"h\"", "\"abc\"", false)]
    [InlineData("\"h\"", "[1256]", false)]
    [InlineData("\"h\"", "null", false)]
    [InlineData("12", "1256", false)]
    [InlineData("[\"h\"]", "1256", false)]
    [InlineData("true", "1256", false)]
    [InlineData("\"\"", "1256", false)]
    [InlineData("\"a\\u0000b\"", "1256", false)]
    [InlineData("\"a\\nb\"", "1256", false)]
    public void TryCreate_HostAndPort_AreWhatLegacyCanReach(string host, string port, bool expected) =>
        Assert.Equal(expected, BackupServerEndpoint.TryCreate(Value(host), Value(port), out _));

    private static PythonValue Value(string json) =>
        PythonJsonReader.TryRead(json, out var value) ? value : throw new ArgumentException(json, nameof(json));
}
