using System.Collections.Frozen;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Strangler.Contract;
using Strangler.Gateway.Cutover;
using Strangler.Gateway.Realtime;
using Strangler.Gateway.Realtime.Relay;
using Strangler.Services.Backups.Notices;
using Strangler.Services.Realtime.Pages;
using Strangler.Services.Realtime.SocketIo;
using Strangler.ShadowDiff.Model;

namespace Strangler.Gateway.Tests.Realtime;

/// <summary>Which answer of legacy's is to which question, and what its silence is.</summary>
public sealed class SocketQuestionsTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly Exchanges _exchanges = new();
    private readonly SocketQuestions _questions;

    public SocketQuestionsTests() => _questions = new(_exchanges, new NoticeShadow(AtShadow(), _exchanges, new LegacyHearing()), new Silent(), static job => job == "job_1" ? Side.Legacy : null, _time);

    public void Dispose() => _questions.Dispose();

    /// <summary>Legacy answers several questions in any order, and some not at all.</summary>
    [Fact]
    public void Answer_GoesWithTheQuestionThatItAnswers()
    {
        Ask("[\"ping\",1]", "[\"request_status\",{\"job_id\":[]}]", "[\"request_status\",{\"job_id\":1e400}]", "[\"request_status\",{}]", "[\"ping\"]");

        Tell("[\"pong\",{}]", "[\"status_response\",{\"status\":{},\"job_id\":null}]", "[\"status_response\",{\"status\":{},\"job_id\":Infinity}]");

        Assert.Equal(
            [
                "[\"ping\"] > [[\"pong\",{}]]",
                "[\"request_status\",{}] > [[\"status_response\",{\"status\":{},\"job_id\":null}]]",
                "[\"request_status\",{\"job_id\":1e400}] > [[\"status_response\",{\"status\":{},\"job_id\":Infinity}]]",
            ],
            _exchanges.Seen);
    }

    /// <summary>Binary data follows the packet that has a place for it.</summary>
    [Fact]
    public void BinaryData_StandsWhereItIsMeant_InQuestionAndAnswer()
    {
        const string asked = "451-7[\"request_status\",{\"job_id\":{\"_placeholder\":true,\"num\":0}}]";
        const string told = "451-[\"status_response\",{\"status\":{},\"job_id\":{\"num\":0,\"_placeholder\":true}}]";
        foreach (var packet in (string[])[asked, "bAAEC", "42/other,[\"ping\"]", asked, "3", "bAAE="])
            _questions.Asked(Encoding.UTF8.GetBytes(packet));

        foreach (var packet in (string[])[told, "bAAE=", "42[\"other\",1]", told, "bAAEC"])
            _questions.Told(Encoding.UTF8.GetBytes(packet));

        Assert.Equal(
            ((string[])["AAE=", "AAEC"]).Select(data => $"[\"request_status\",{{\"job_id\":\"data:;base64,{data}\"}}] > [[\"status_response\",{{\"status\":{{}},\"job_id\":\"data:;base64,{data}\"}}]]"),
            _exchanges.Seen);
    }

    /// <summary>Legacy takes empty data for no question at all (contract 9.4).</summary>
    [Fact]
    public void NoBytes_AreNoArgument()
    {
        foreach (var packet in (string[])["451-[\"request_status\",{\"_placeholder\":true,\"num\":0}]", "b"])
            _questions.Asked(Encoding.UTF8.GetBytes(packet));

        Tell("[\"status_response\",{\"status\":{},\"job_id\":null}]");

        Assert.Equal(["[\"request_status\",\"data:;base64,\"] > [[\"status_response\",{\"status\":{},\"job_id\":null}]]"], _exchanges.Seen);
    }

    [Fact]
    public void Silence_IsThatOfLegacy_NotThatOfAPageThatHasGone()
    {
        Ask("[\"ping\",1]");
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.Empty(_exchanges.Seen);

        _questions.Told("2"u8.ToArray());
        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(["[\"ping\",1] > []"], _exchanges.Seen);
    }

    /// <summary>A connect is no event: one of that name, which legacy takes for another connect, has nothing to be compared with.</summary>
    [Fact]
    public void EventNamedConnect_IsNotCompared()
    {
        Ask("[\"connect\"]");
        Tell("[\"status\",{}]");
        _time.Advance(TimeSpan.FromSeconds(30));

        Assert.Empty(_exchanges.Seen);
    }

    /// <summary>The other side does not know the job: the answer is judged by shape, and counts.</summary>
    [Fact]
    public void QuestionAboutAJobOfOneSide_IsJudged_AndNotLeftOut()
    {
        Ask("[\"request_status\",{\"job_id\":\"job_1\"}]", "[\"request_status\",{\"job_id\":\"job_2\"}]");
        Tell("[\"status_response\",{\"status\":{\"phase\":\"COMPLETED\"},\"job_id\":\"job_1\"}]", "[\"status_response\",{\"status\":{},\"job_id\":\"job_2\"}]");

        Assert.Equal(
            ["Legacy request_status job_1: {\"phase\":\"COMPLETED\"}", "[\"request_status\",{\"job_id\":\"job_2\"}] > [[\"status_response\",{\"status\":{},\"job_id\":\"job_2\"}]]"],
            _exchanges.Seen);
    }

    /// <summary>Progress and receipts legacy never tells: there is nothing that they could be judged by.</summary>
    [Fact]
    public void Notice_ThatLegacyNeverTells_IsNoExchange()
    {
        var notices = new NoticeShadow(AtShadow(), _exchanges, new LegacyHearing());
        foreach (var name in (string[])["progress_update", "file_receipt", "job_cancelled"])
            notices.Hear(new Notice(name, "{\"job_id\":\"job_1\"}"u8.ToArray()));

        Assert.Equal(["Modern job_cancelled job_1: {\"job_id\":\"job_1\"}"], _exchanges.Seen);
    }

    private static CutoverState AtShadow()
    {
        var state = new CutoverState();
        state.Swap(new CutoverSnapshot(new Dictionary<string, Stage> { [RouteNames.Realtime] = Stage.Shadow }.ToFrozenDictionary(StringComparer.Ordinal), legacyOnly: false, legacy: null), "ana");
        return state;
    }

    private void Ask(params string[] questions)
    {
        foreach (var question in questions)
            _questions.Asked(Encoding.UTF8.GetBytes("42" + question));
    }

    private void Tell(params string[] events)
    {
        foreach (var told in events)
            _questions.Told(Encoding.UTF8.GetBytes("42" + told));
    }

    private sealed class Exchanges : IChannelShadow
    {
        public List<string> Seen { get; } = [];

        public void Compare(ChannelExchange exchange) => Seen.Add($"{Encoding.UTF8.GetString(exchange.Question)} > {Encoding.UTF8.GetString(exchange.Answer)}");

        public void Judge(ChannelNotice notice) => Seen.Add($"{notice.ToldBy} {notice.Name} {notice.Job}: {Encoding.UTF8.GetString(notice.Payload.Span)}");
    }

    private sealed class Silent : IPageAnswers
    {
        public Task<byte[]?> AnswerAsync(SocketArguments question, CancellationToken cancellationToken) => Task.FromResult<byte[]?>("[]"u8.ToArray());
    }
}
