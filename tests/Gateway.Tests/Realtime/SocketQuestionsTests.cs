using System.Text;
using Microsoft.Extensions.Time.Testing;
using Strangler.Gateway.Realtime;
using Strangler.Gateway.Realtime.Relay;
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

    public SocketQuestionsTests() => _questions = new(_exchanges, new NoticeShadow(null!, _exchanges, new LegacyHearing()), new Silent(), static _ => false, _time);

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

        public void Judge(ChannelNotice notice) => throw new NotSupportedException();
    }

    private sealed class Silent : IPageAnswers
    {
        public Task<byte[]?> AnswerAsync(SocketArguments question, CancellationToken cancellationToken) => Task.FromResult<byte[]?>("[]"u8.ToArray());
    }
}
