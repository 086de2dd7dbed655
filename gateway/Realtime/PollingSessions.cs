using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Strangler.Gateway.Metrics;
using Strangler.Services.Backups.Notices;

namespace Strangler.Gateway.Realtime;

/// <summary>The pages that legacy serves by polling, and what they hear of modern's jobs (contract 9.5).</summary>
internal sealed class PollingSessions : INoticeListener, IDisposable
{
    /// <summary>Legacy takes ten pages, and a sid can be made up: further ones poll legacy as they are.</summary>
    private const int MostSessions = 1000;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    /// <summary>Legacy pings every 10 s and gives a client 20 s to answer (contract 9.1); a page that is polling is heard more often.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<string, PollingSession> _sessions = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _sockets = new(StringComparer.Ordinal);
    private readonly GatewayMetrics _metrics;
    private readonly LegacyFarewells _farewells;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;

    public PollingSessions(GatewayMetrics metrics, LegacyFarewells farewells, TimeProvider time)
    {
        (_metrics, _farewells, _time) = (metrics, farewells, time);
        _timer = time.CreateTimer(static sessions => ((PollingSessions)sessions!).ForgetOld(), this, Interval, Interval);
    }

    public int Count => _sessions.Count;

    /// <summary>The session of a page that is polling; null when there are too many.</summary>
    /// <param name="sid">Its id.</param>
    /// <param name="watch">Where what it asks and is told is compared, if that is not known yet; gives null for nowhere.</param>
    public PollingSession? Of(string sid, Func<SocketQuestions?> watch)
    {
        if (_sessions.TryGetValue(sid, out var known))
            return known;
        if (_sessions.Count >= MostSessions)
            return null;
        var opened = new PollingSession(watch(), _time);
        var session = _sessions.GetOrAdd(sid, opened);
        if (session != opened)
            opened.Dispose();
        return session;
    }

    /// <summary>One that has been polling.</summary>
    public bool TryGet(string sid, [NotNullWhen(true)] out PollingSession? session) => _sessions.TryGetValue(sid, out session);

    public void Remove(string sid)
    {
        if (_sessions.TryRemove(sid, out var session))
            session.Dispose();
    }

    public void Hear(Notice notice)
    {
        if (notice.IsForeign || _sessions.IsEmpty)
            return;

        byte[] packet = [.. Encoding.ASCII.GetBytes($"42[\"{notice.Event}\","), .. notice.Payload.Span, (byte)']'];
        foreach (var (_, session) in _sessions)
        {
            if (session is { IsBridged: true, IsConnected: true, IsOver: false } && !session.Offer(packet))
                _metrics.NoticeDropped(notice.Event);
        }
    }

    /// <summary>A WebSocket is there for a session: what becomes of that, legacy sees by the socket.</summary>
    public void Carry(string sid) => _sockets.AddOrUpdate(sid, 1, static (_, count) => count + 1);

    /// <summary>That WebSocket has ended.</summary>
    public void Leave(string sid)
    {
        if (_sockets.AddOrUpdate(sid, 0, static (_, count) => count - 1) == 0)
            _sockets.TryRemove(KeyValuePair.Create(sid, 0));
    }

    /// <summary>Ends every session, so that its page connects anew and legacy has room; returns how many, those apart for which there is a WebSocket.</summary>
    public int EndAll()
    {
        var ended = 0;
        foreach (var (sid, session) in _sessions)
        {
            if (!session.End())
                continue;
            _farewells.Say(sid);
            ended += _sockets.ContainsKey(sid) ? 0 : 1;
        }

        return ended;
    }

    public void Dispose()
    {
        _timer.Dispose();
        foreach (var (sid, _) in _sessions)
            Remove(sid);
    }

    private void ForgetOld()
    {
        foreach (var (sid, session) in _sessions)
        {
            if (session.Polls > 0 || _sockets.ContainsKey(sid) || _time.GetElapsedTime(session.HeardAt) <= Patience)
                continue;
            if (session is { IsOver: false, IsClosed: false })
                _farewells.Say(sid);
            Remove(sid);
        }
    }
}
