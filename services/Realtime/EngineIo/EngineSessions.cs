using System.Collections.Concurrent;
using System.Net;

namespace Strangler.Services.Realtime.EngineIo;

/// <summary>All sessions, and the one timer that keeps their heartbeats.</summary>
internal sealed class EngineSessions : IDisposable
{
    private static readonly TimeSpan LongestSweep = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentDictionary<string, EngineSession> _sessions = new(StringComparer.Ordinal);
    private readonly IEngineApplication _application;
    private readonly EngineOptions _options;
    private readonly TimeProvider _time;
    private readonly Admission _admission;
    private readonly ITimer _timer;

    public EngineSessions(IEngineApplication application, EngineOptions options, TimeProvider time)
    {
        (_application, _options, _time) = (application, options, time);
        _admission = new Admission(options.MaxSessions, options.MaxSessionsOfAddress);
        var shortest = TimeSpan.FromTicks(Math.Min(options.PingInterval.Ticks, options.PingTimeout.Ticks) / 10);
        var period = shortest < LongestSweep ? shortest : LongestSweep;
        _timer = time.CreateTimer(static sessions => ((EngineSessions)sessions!).Sweep(), this, period, period);
    }

    public EngineOptions Options => _options;

    public TimeProvider Time => _time;

    /// <summary>Those that have not ended.</summary>
    public int Count => _sessions.Count;

    /// <summary>A new one; null when there are too many.</summary>
    /// <param name="address">Whose.</param>
    /// <param name="isOfAddress">Whether the address has too many, and not all together.</param>
    public EngineSession? Open(IPAddress address, out bool isOfAddress)
    {
        if (!_admission.TryEnter(address, out isOfAddress))
            return null;
        var session = new EngineSession(this, address, _application, _options, _time);
        _sessions[session.Sid] = session;
        return session;
    }

    /// <summary>Null for a sid that is not known, or belongs to another address.</summary>
    public EngineSession? Find(string sid, IPAddress address) =>
        _sessions.TryGetValue(sid, out var session) && session.Address.Equals(address) && session.Beat() ? session : null;

    /// <summary>Forgets a session that has ended.</summary>
    public void Remove(EngineSession session)
    {
        if (_sessions.TryRemove(KeyValuePair.Create(session.Sid, session)))
            _admission.Leave(session.Address);
    }

    /// <summary>Ends all of them, so that their clients come back, to whoever then serves them. Waits for their connections to end.</summary>
    public Task CloseAllAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(_sessions.Select(session => session.Value.CloseAsync(EngineClose.ServiceRestart))).WaitAsync(cancellationToken);

    public void Dispose() => _timer.Dispose();

    private void Sweep()
    {
        foreach (var (_, session) in _sessions)
            session.Beat();
    }
}
