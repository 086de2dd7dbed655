using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Processing;
using Strangler.ShadowDiff.Tests.Compare;
using Strangler.ShadowDiff.Tests.Topology;

namespace Strangler.ShadowDiff.Tests.Processing;

/// <summary>What goes over a long connection is never asked anew.</summary>
public sealed class ChannelTests
{
    private static readonly byte[] Answer = "[[\"pong\",{}]]"u8.ToArray();

    [Theory]
    [InlineData("""[["status_response",{"job_id":"a"}]]""", """[["status_response",{"job_id":"b"}]]""", "State")]
    [InlineData("""[]""", """[["status_response",{"job_id":"b"}]]""", "Stable")]
    [InlineData("""[["status_response",{"job_id":"a"}]]""", """[]""", "Stable")]
    [InlineData("""[["pong",{}],["status_response",{"job_id":"a"}]]""", """[["pong",{}]]""", "Stable")]
    public void AnswerThatOneSideGives_IsOfNoState(string legacy, string modern, string sighting)
    {
        var judged = new SightingJudge(new NothingKnown(), passingSightings: 3).Judge(Found.Compare(Pairs.Json(legacy, modern)), new StateMoment(IsApart: true, Channel: 7), again: null);

        Assert.Equal(sighting, Assert.Single(judged.Divergences).Sighting.ToString());
    }

    [Fact]
    public async Task QuestionWhoseTurnComesLate_IsNotComparable()
    {
        var time = new FakeTimeProvider(new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero));
        var go = new TaskCompletionSource<byte[]?>();
        await using var host = await ShadowHost.StartAsync(Answers.Json("{}"), _ => null, time: time, settings: [("Concurrency", "1"), ("Timeout", "00:01:00"), ("NoiseSampleRate", "0")]);
        var shadow = host.Services.GetRequiredService<IChannelShadow>();
        var asked = new TaskCompletionSource();
        shadow.Compare(Exchange(_ =>
        {
            asked.SetResult();
            return go.Task;
        }));
        shadow.Compare(Exchange(_ => Task.FromResult<byte[]?>(Answer)));
        await asked.Task.WaitAsync(TestContext.Current.CancellationToken);

        time.Advance(TimeSpan.FromSeconds(3));
        go.SetResult(Answer);

        var parity = await host.SettledAsync(2, "realtime");
        Assert.Equal((1, 1), (parity.Matched, parity.Uncompared["dropped"]));
    }

    private static ChannelExchange Exchange(Func<CancellationToken, Task<byte[]?>> other) =>
        new("realtime", Side.Legacy, "ping", Encoding.UTF8.GetBytes("[\"ping\"]"), Answer, TimeSpan.Zero, other);
}
