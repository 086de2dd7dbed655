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
    private readonly GatewayMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;

    public PollingSessions(GatewayMetrics metrics, TimeProvider time)
    {
        (_metrics, _time) = (metrics, time);
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

    /// <summary>Ends every session, so that its page connects anew; returns how many.</summary>
    public int EndAll() => _sessions.Count(session => session.Value.End());

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
            if (session is { Polls: 0, IsTakenOver: false } && _time.GetElapsedTime(session.HeardAt) > Patience)
                Remove(sid);
        }
    }
}
