using Strangler.Contract;
using Strangler.Gateway.Cutover;
using Strangler.Gateway.Jobs;
using Strangler.Gateway.Realtime.Relay;
using Strangler.Services.Backups.Jobs;
using Strangler.Services.Realtime.Pages;
using Strangler.Services.Realtime.SocketIo;
using Strangler.ShadowDiff.Model;

namespace Strangler.Gateway.Realtime;

/// <summary>
/// The shadow of the pages' live channel. At <c>shadow</c> what legacy tells a page is compared with what modern would have told it; at
/// <c>live</c> what modern tells is compared with what legacy tells the gateway; at <c>canary</c> both. The other side does not know a job
/// of one side: what pages are told of it, asked or not, is judged by <see cref="NoticeShadow"/>.
/// </summary>
internal sealed class SocketShadow(
    CutoverState state, IChannelShadow shadow, NoticeShadow notices, IPageAnswers modern, LegacyRelay legacy, IJobDirectory moderns, LegacyJobs legacys, TimeProvider time)
    : IQuestionListener
{
    /// <summary>Whether what legacy serves is compared.</summary>
    public bool IsOn => IsAt(Stage.Shadow);

    /// <summary>Whether what modern serves is.</summary>
    public bool IsListening => IsAt(Stage.Live);

    /// <summary>Watches one socket that legacy serves.</summary>
    public SocketQuestions Watch() => new(shadow, notices, modern, OwnerOf, time);

    /// <summary>A page that modern serves has asked something.</summary>
    public void Hear(string name, SocketArguments question, byte[] answer, TimeSpan duration)
    {
        if (!IsListening)
            return;

        var asked = question.ToText();
        if (SocketEvent.JobOf(asked) is { } job && OwnerOf(job) is { } owner)
            notices.Answered(owner, job, StatusQuestion.StatusIn(answer));
        else
            shadow.Compare(new ChannelExchange(RouteNames.Realtime, Side.Modern, name, asked, answer, duration, token => legacy.AnswerAsync(question, token)));
    }

    /// <summary>At canary some pages are at either.</summary>
    private bool IsAt(Stage stage) => state.Current is { IsAllLegacy: false } snapshot && snapshot.StageOf(RouteNames.Realtime) is var now && (now == stage || now == Stage.Canary);

    private Side? OwnerOf(string job) => moderns.Owns(job) ? Side.Modern : legacys.Owns(job) ? Side.Legacy : null;
}
