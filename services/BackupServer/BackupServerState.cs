using Microsoft.Extensions.Options;
using Strangler.Services.Configuration;
using Strangler.Services.Flask.Python;

namespace Strangler.Services.BackupServer;

/// <summary>Holds the state that status, health, connect and disconnect share (contract 4). Readers get an immutable snapshot without a lock.</summary>
internal sealed class BackupServerState : IGeneralStatus, IBackupServerPresence
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly ReachabilityProbe _probe;
    private readonly GeneralStatus _initial;
    private volatile BackupServerSnapshot _current;

    public BackupServerState(IOptions<ServicesOptions> options, ReachabilityProbe probe, TimeProvider time)
    {
        (_probe, _time) = (probe, time);
        var settings = options.Value;
        _initial = StatusNow("READY", "Ready for backup");
        _current = new BackupServerSnapshot(
            probe.Watch(new BackupServerEndpoint(settings.BackupServerHost, settings.BackupServerPort)),
            settings.DefaultUsername,
            _initial,
            ConnectionEstablished: false);
    }

    public BackupServerSnapshot Current => _current;

    /// <inheritdoc/>
    public Task<bool> IsThereAsync() => _current.Reachability.ProbeAsync();

    /// <summary>Makes this server and, if given, this user the configured ones. If the server stays the same, what is known about its reachability is kept.</summary>
    public Reachability Configure(BackupServerEndpoint endpoint, string? username)
    {
        lock (_gate)
        {
            var reachability = _current.Reachability.Endpoint == endpoint ? _current.Reachability : _probe.Watch(endpoint);
            _current = _current with { Reachability = reachability, Username = username ?? _current.Username };
            return reachability;
        }
    }

    public void Report(string phase, string message, bool? connectionEstablished = null)
    {
        lock (_gate)
        {
            _current = _current with
            {
                Status = StatusNow(phase, message),
                ConnectionEstablished = connectionEstablished ?? _current.ConnectionEstablished,
            };
        }
    }

    public void Adopt(string phase, string message, string lastUpdated, bool isConnected)
    {
        lock (_gate)
        {
            _current = _current with
            {
                Status = new GeneralStatus(phase, message, lastUpdated),
                ConnectionEstablished = isConnected || _current.ConnectionEstablished,
            };
        }
    }

    public void AdoptEarlier(string phase, string message, string lastUpdated, bool isConnected)
    {
        lock (_gate)
        {
            // What nobody has changed is as old as this process, and says nothing.
            if (_current.Status == _initial || string.CompareOrdinal(lastUpdated, _current.Status.LastUpdated) > 0)
                Adopt(phase, message, lastUpdated, isConnected);
            else
                Adopt(isConnected);
        }
    }

    public void Adopt(bool isConnected)
    {
        if (isConnected)
            Establish();
    }

    /// <summary>A status request that finds the server reachable establishes the connection by itself (Q17).</summary>
    public void Establish()
    {
        if (_current.ConnectionEstablished)
            return;
        lock (_gate)
            _current = _current with { ConnectionEstablished = true };
    }

    private GeneralStatus StatusNow(string phase, string message) => new(phase, message, _time.LocalIsoFormat());
}

/// <summary>The state of contract 4 at one moment: configured server and user, what is known about its reachability, and the general status.</summary>
internal sealed record BackupServerSnapshot(Reachability Reachability, string Username, GeneralStatus Status, bool ConnectionEstablished);

/// <summary>The part of the general status that changes (contract 4). <paramref name="LastUpdated"/> is local time without offset.</summary>
internal sealed record GeneralStatus(string Phase, string Message, string LastUpdated);
