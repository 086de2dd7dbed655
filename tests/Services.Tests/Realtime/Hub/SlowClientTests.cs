using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Strangler.Services.Realtime.Hub;

namespace Strangler.Services.Tests.Realtime.Hub;

/// <summary>Clients that read less than is sent.</summary>
public sealed class SlowClientTests
{
    /// <summary>Messages by job, null for none or several, and phase, null for what is no progress; between them clients that take some.</summary>
    private static readonly Arbitrary<(string? Job, string? Phase, int Taken)[]> Traffic =
        (from job in Gen.Elements(null, "a", "b", "c")
         from phase in Gen.Elements(null, "EXECUTION", "EXECUTION", "COMPLETION")
         from taken in Gen.Frequency((5, Gen.Constant(0)), (1, Gen.Choose(1, 6)))
         select (job, job is null ? null : phase, taken)).ListOf().Select(list => list.ToArray()).ToArbitrary();

    [Fact]
    public void Outbox_Progress_TakesThePlaceOfTheLastOfItsJobAndPhase()
    {
        var box = new Outbox(100);

        string[] offered = ["a1 a EXECUTION", "b1 b EXECUTION", "a2 a EXECUTION", "b2 b EXECUTION", "a3 a COMPLETION", "a4 a COMPLETION"];
        foreach (var one in offered)
            Assert.True(box.Offer(Message(one)));

        Assert.Equal(["a2", "b2", "a4"], All(box));
    }

    [Theory]
    [InlineData("c a", "x1 c x2")] // about the job: what came before it stays before it
    [InlineData("c b", "x2 c")] // about another
    [InlineData("c", "x1 c x2")] // about several
    public void Outbox_OtherMessages_AreNeverLeftOutOrOvertaken(string between, string expected)
    {
        var box = new Outbox(100);
        box.Offer(Message("x1 a EXECUTION"));
        box.Offer(Message(between));
        box.Offer(Message("x2 a EXECUTION"));

        Assert.Equal(expected.Split(' '), All(box));
    }

    /// <summary>
    /// What a client gets of one job comes in the order in which it was sent, what is about several jobs included; only progress is left out, and
    /// only where a newer one of its phase has come before anything else of the job. Of different jobs one may overtake the other.
    /// </summary>
    [Fact]
    public void Outbox_AnyTraffic_KeepsTheOrderOfEachJob_AndLeavesOutOnlyWhatANewerOneReplaces() => Prop.ForAll(Traffic, traffic =>
    {
        var box = new Outbox(int.MaxValue);
        List<int> got = [];
        for (var i = 0; i < traffic.Length; i++)
        {
            Assert.True(box.Offer(new OutgoingMessage(Encoding.ASCII.GetBytes($"{i}"), traffic[i].Job, traffic[i].Phase)));
            for (var taken = 0; taken < traffic[i].Taken && box.Take() is { } message; taken++)
                got.Add(Number(message));
        }

        while (box.Take() is { } message)
            got.Add(Number(message));

        foreach (var job in traffic.Select(one => one.Job).OfType<string>().Distinct())
        {
            var ofJob = got.Where(i => traffic[i].Job is null || traffic[i].Job == job);
            Assert.Equal(ofJob.Order(), ofJob);
        }

        foreach (var left in Enumerable.Range(0, traffic.Length).Except(got))
        {
            var (job, phase, _) = traffic[left];
            var next = Array.FindIndex(traffic, left + 1, one => one.Job is null || one.Job == job);
            Assert.True(phase is not null && next > left && traffic[next].Job == job && traffic[next].Phase == phase, $"{left} is missing");
        }

        static int Number(OutgoingMessage message) => int.Parse(Encoding.ASCII.GetString(message.Bytes.Span), CultureInfo.InvariantCulture);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Outbox_Full_TakesProgressOfWhatWaitsAlready_AndNothingElse()
    {
        var box = new Outbox(2);
        Assert.True(box.Offer(Message("a1 a EXECUTION")));
        Assert.True(box.Offer(Message("b1 b")));

        Assert.False(box.Offer(Message("c1 c")));
        Assert.False(box.Offer(Message("c1 c EXECUTION")));
        Assert.True(box.Offer(Message("a2 a EXECUTION")));

        Assert.Equal(["a2", "b1"], All(box));
        Assert.Empty(All(box));
    }

    [Fact]
    public async Task Client_ThatDoesNotRead_DelaysNobody_AndIsClosedWith1013()
    {
        await using var host = await HubHost.StartAsync(("Hub:MaxWaiting", "8"));
        await using var slow = await host.OpenAsync();
        await using var other = await host.ConnectAsync();

        var text = new string('x', 100_000);
        for (var i = 0; i < 200; i++)
        {
            host.Publish("job_cancelled", $$"""{"job_id":"job_{{i}}","success":true,"phase":"CANCELLED","reason":"{{text}}","timestamp":1.0}""");
            Assert.Equal($"job_{i}", (await other.NextAsync()).GetProperty("jobId").GetString());
        }

        Assert.Equal(1013, await slow.NextCloseAsync());
        await slow.LeaveAsync(1013);
    }

    [Fact]
    public async Task Client_ThatDoesNotRead_GetsTheNewestProgressOfEachJob()
    {
        await using var host = await HubHost.StartAsync(("Hub:MaxWaiting", "8"));
        await using var slow = await host.OpenAsync();
        await using var other = await host.ConnectAsync();

        var text = new string('x', 100_000);
        for (var i = 0; i < 200; i++)
        {
            foreach (var job in new[] { "a", "b" })
            {
                host.Publish("progress_update", $$$"""{"job_id":"{{{job}}}","phase":"EXECUTION","data":{"message":"{{{text}}}","bytes_transferred":{{{i}}}},"timestamp":1.0}""");
                Assert.Equal(i, (await other.NextAsync()).GetProperty("bytesTransferred").GetInt32());
            }
        }

        await slow.SendTextAsync("""{"type":"ping"}""");
        Dictionary<string, int> newest = [];
        var count = 0;
        for (var message = await slow.NextTextAsync(); message.GetProperty("type").GetString() != "pong"; message = await slow.NextTextAsync(), count++)
            newest[message.GetProperty("jobId").GetString()!] = message.GetProperty("bytesTransferred").GetInt32();
        Assert.Equal((199, 199), (newest["a"], newest["b"]));
        Assert.InRange(count, 2, 399);
    }

    private static OutgoingMessage Message(string words) =>
        words.Split(' ') is var parts && parts is [var text, ..]
            ? new OutgoingMessage(Encoding.ASCII.GetBytes(text), parts.ElementAtOrDefault(1), parts.ElementAtOrDefault(2))
            : throw new ArgumentException(words, nameof(words));

    private static List<string> All(Outbox box)
    {
        List<string> all = [];
        while (box.Take() is { } message)
            all.Add(Encoding.ASCII.GetString(message.Bytes.Span));
        return all;
    }
}
