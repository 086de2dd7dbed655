using Strangler.Contract;
using Strangler.Gateway.Cutover;
using Strangler.Gateway.Realtime.Relay;
using Strangler.Services.Backups.Notices;
using Strangler.ShadowDiff.Model;

namespace Strangler.Gateway.Realtime;

/// <summary>
/// The shadow of what every page is told. A job belongs to one side, so nobody else can tell of it: its notices are judged by what the other side's are
/// like. Modern's come from its jobs; legacy's from the gateway's own socket, and while it has none from that of a page.
/// </summary>
internal sealed class NoticeShadow(CutoverState state, IChannelShadow shadow, LegacyHearing hearing) : INoticeListener
{
    /// <summary>The one page of legacy's whose notices are judged: all are told the same.</summary>
    private SocketQuestions? _first;

    /// <summary>Modern has told every page something, or legacy the gateway.</summary>
    public void Hear(Notice notice)
    {
        if (IsCompared)
            Judge(notice.IsForeign ? Side.Legacy : Side.Modern, notice.Event, notice.Payload);
    }

    /// <summary>A page was answered about a job of one side, which the other side cannot be asked for.</summary>
    /// <param name="owner">The job's side.</param>
    /// <param name="job">The job.</param>
    /// <param name="status">What its side says of it (contract 9.4): JSON; <c>null</c> for silence.</param>
    public void Answered(Side owner, string job, ReadOnlyMemory<byte> status)
    {
        if (IsCompared)
            shadow.Judge(new ChannelNotice(RouteNames.Realtime, owner, StatusQuestion.Name, job, status));
    }

    /// <summary>A page that legacy serves was told something that every page is told.</summary>
    public void Hear(SocketQuestions page, string name, ReadOnlyMemory<byte> payload)
    {
        if (!hearing.IsOn && (Interlocked.CompareExchange(ref _first, page, null) ?? page) == page)
            Judge(Side.Legacy, name, payload);
    }

    /// <summary>It has gone; the next that is told something takes its place.</summary>
    public void End(SocketQuestions page) => Interlocked.CompareExchange(ref _first, null, page);

    private bool IsCompared => state.Current is { IsAllLegacy: false } snapshot && snapshot.StageOf(RouteNames.Realtime) is Stage.Shadow or Stage.Canary or Stage.Live;

    /// <summary>Of what legacy never tells there is nothing to judge it by (contract 9.5): it is no exchange of both sides.</summary>
    private void Judge(Side side, string name, ReadOnlyMemory<byte> payload)
    {
        if (SocketEvent.IsOfBothSides(name))
            shadow.Judge(new ChannelNotice(RouteNames.Realtime, side, name, SocketEvent.JobOfPayload(payload), payload));
    }
}
