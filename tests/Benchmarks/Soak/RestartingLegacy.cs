using System.Diagnostics;
using Strangler.Testing.Processes;

namespace Strangler.Benchmarks.Soak;

/// <summary>The reference Flask on a port that stays its own while it is down, and when it was.</summary>
internal sealed class RestartingLegacy : IAsyncDisposable
{
    private static readonly TimeSpan Down = TimeSpan.FromSeconds(3);

    private readonly ReservedPort _port = new();
    private readonly List<(long From, long Until)> _outages = [];
    private readonly LegacyOptions _options;
    private LegacyServer _server = null!;

    private RestartingLegacy(string root, int backupPort) =>
        _options = new LegacyOptions { Root = root, Port = _port.Port, BackupPort = backupPort, ConnectionLimit = null };

    public Uri Address => _server.Address;

    public static async Task<RestartingLegacy> StartAsync(string root, int backupPort)
    {
        var legacy = new RestartingLegacy(root, backupPort);
        legacy._server = await LegacyServer.StartAsync(legacy._options, CancellationToken.None);
        return legacy;
    }

    /// <summary>Ends it and starts it again, in turns.</summary>
    public async Task RestartAsync(TimeSpan every, SoakLedger ledger, CancellationToken over)
    {
        using var timer = new PeriodicTimer(every);
        while (await timer.NextAsync(over))
        {
            Begin();
            await _server.DisposeAsync();
            await Task.Delay(Down, TimeProvider.System, CancellationToken.None);
            _server = await LegacyServer.StartAsync(_options, CancellationToken.None);
            End();
            ledger.Count(Figure.Restarts);
        }
    }

    /// <summary>Whether it was down at any time since then (a timestamp).</summary>
    public bool WasDownSince(long timestamp)
    {
        lock (_outages)
            return _outages.Exists(outage => outage.Until >= timestamp);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _port.Dispose();
    }

    private void Begin()
    {
        lock (_outages)
            _outages.Add((Stopwatch.GetTimestamp(), long.MaxValue));
    }

    private void End()
    {
        lock (_outages)
            _outages[^1] = _outages[^1] with { Until = Stopwatch.GetTimestamp() };
    }
}
