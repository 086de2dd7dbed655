using System.Collections.Concurrent;

namespace Strangler.Services.Realtime.Hub;

/// <summary>The open sockets of the hub, for a host that must move their clients elsewhere.</summary>
public interface IHubSockets
{
    /// <summary>How many are open.</summary>
    int Count { get; }

    /// <summary>Closes all of them with 1012 (service restart), so that their clients connect again. New ones are accepted as before. Does not wait.</summary>
    void Drain();
}

/// <summary>All sockets: what is for everyone goes through here, and one timer looks after all of them.</summary>
internal sealed class HubSockets : IHubSockets, IDisposable
{
    private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<HubSocket, bool> _sockets = new();
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly CancellationTokenRegistration _stopping;

    public HubSockets(TimeProvider time, IDrainSignal drain)
    {
        _time = time;
        _timer = time.CreateTimer(static sockets => ((HubSockets)sockets!).Check(), this, CheckInterval, CheckInterval);
        _stopping = drain.Draining.Register(Stop);
    }

    public int Count => _sockets.Count;

    /// <summary>Whether the process is stopping: nobody is accepted any more.</summary>
    public bool IsStopping { get; private set; }

    public void Add(HubSocket socket)
    {
        _sockets[socket] = true;
        if (IsStopping)
            socket.Close(CloseCodes.ServiceRestart, "service restart");
    }

    public void Remove(HubSocket socket) => _sockets.TryRemove(socket, out _);

    public void Post(OutgoingMessage message)
    {
        foreach (var (socket, _) in _sockets)
            socket.Post(message);
    }

    public void Drain()
    {
        foreach (var (socket, _) in _sockets)
            socket.Close(CloseCodes.ServiceRestart, "service restart");
    }

    public void Dispose()
    {
        _stopping.Dispose();
        _timer.Dispose();
    }

    private void Stop()
    {
        IsStopping = true;
        Drain();
    }

    private void Check()
    {
        var now = _time.GetTimestamp();
        foreach (var (socket, _) in _sockets)
            socket.Check(now);
    }
}
