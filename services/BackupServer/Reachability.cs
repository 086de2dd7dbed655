using Strangler.Services.Configuration;

namespace Strangler.Services.BackupServer;

/// <summary>
/// What is known about one endpoint's reachability (Q31). A fresh result answers at once; otherwise requests wait a little for a probe,
/// together, and then answer with the last known result while the probe goes on.
/// </summary>
internal sealed class Reachability(BackupServerEndpoint endpoint, ReachabilityProbe probe, ServicesOptions options, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly long _freshness = (long)(options.ProbeFreshness.TotalSeconds * time.TimestampFrequency);
    private volatile Result? _last;
    private Task<bool>? _probing;
    private Task<bool>? _waiting;

    public BackupServerEndpoint Endpoint => endpoint;

    private bool LastKnown => _last is { Reachable: true };

    /// <summary>The hot path: no lock, no allocation.</summary>
    public bool TryGetFresh(out bool reachable)
    {
        var last = _last;
        reachable = last is { Reachable: true };
        return last is not null && time.GetTimestamp() - last.At < _freshness;
    }

    /// <summary>Waits for <see cref="ServicesOptions.ProbePatience"/> at most, counted from the start of the probe.</summary>
    public Task<bool> GetAsync()
    {
        lock (_gate)
        {
            if (TryGetFresh(out var reachable))
                return Task.FromResult(reachable);
            if (_waiting is { IsCompleted: false })
                return _waiting;
            if (_probing is { IsCompleted: false })
                return Task.FromResult(LastKnown);
            _probing = ProbeAsync();
            return _waiting = WaitAsync(_probing);
        }
    }

    /// <summary>Probes the endpoint and remembers the result.</summary>
    public async Task<bool> ProbeAsync()
    {
        var reachable = await probe.TestAsync(endpoint);
        _last = new Result(reachable, time.GetTimestamp());
        return reachable;
    }

    private async Task<bool> WaitAsync(Task<bool> probing)
    {
        await ((Task)probing).WaitAsync(options.ProbePatience, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return probing.IsCompleted ? await probing : LastKnown;
    }

    private sealed record Result(bool Reachable, long At);
}
