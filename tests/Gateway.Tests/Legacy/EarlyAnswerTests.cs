using System.Globalization;
using System.Text;
using Strangler.Testing.Http;

namespace Strangler.Gateway.Tests.Legacy;

/// <summary>Legacy answers without reading the whole body, as it does wherever a view does not look at it.</summary>
public sealed class EarlyAnswerTests
{
    private const string Refusal = "HTTP/1.1 413 REQUEST ENTITY TOO LARGE\r\nContent-Length: 5\r\nConnection: close\r\n\r\nlarge";
    private const int Repetitions = 50;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<int, int, string> Uploads => new()
    {
        { 300_000, 0, "length" }, { 300_000, 0, "chunked" }, { 300_000, 100_000, "length" }, { 300_000, 100_000, "chunked" },
        { 1_500_000, 0, "length" }, { 1_500_000, 0, "chunked" }, { 1_500_000, 700_000, "length" }, { 1_500_000, 700_000, "chunked" },
        { 20_000_000, 0, "length" }, { 20_000_000, 0, "chunked" }, { 20_000_000, 3_000_000, "length" }, { 20_000_000, 3_000_000, "chunked" },
    };

    [Theory]
    [MemberData(nameof(Uploads))]
    public async Task Answer_BeforeTheBodyIsRead_IsPassedOn(int length, int read, string framing)
    {
        await using var topology = new ProxyTopology(Refusing(read));
        for (var i = 0; i < Repetitions; i++)
        {
            await using var client = await topology.OpenAsync();
            var sending = SendAsync(client, length, framing);

            var answer = await client.ReceiveAsync("POST", Token);

            Assert.Equal((413, "large", true), (answer.Status, answer.Text, answer.Complete));
            await sending;
        }
    }

    [Theory]
    [InlineData("200 OK")]
    [InlineData("400 BAD REQUEST")]
    [InlineData("405 METHOD NOT ALLOWED")]
    [InlineData("500 INTERNAL SERVER ERROR")]
    public async Task Answer_OfAnyStatus_IsPassedOn(string status)
    {
        await using var topology = new ProxyTopology(RawLegacy.Answering($"HTTP/1.1 {status}\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n"));
        await using var client = await topology.OpenAsync();
        var sending = SendAsync(client, 1_500_000, "length");

        var answer = await client.ReceiveAsync("POST", Token);

        Assert.Equal((status, "ok"), ($"{answer.Status} {answer.Reason}", answer.Text));
        await sending;
    }

    [Theory]
    [InlineData("length")]
    [InlineData("chunked")]
    public async Task Answer_ToAClientThatStalls_IsNotWithheld(string framing)
    {
        await using var topology = new ProxyTopology(Refusing(0));
        await using var client = await topology.OpenAsync();

        await client.SendAsync(Encoding.ASCII.GetBytes(Head(1000, framing) + (framing == "chunked" ? "3\r\nabc\r\n" : "abc")), Token);

        Assert.Equal((413, "large"), await ReceiveAsync(client));
    }

    /// <summary>Without a body there is no early answer; YARP sends such a request with an empty one.</summary>
    [Theory]
    [InlineData("POST /api/pause HTTP/1.1\r\nHost: h\r\n\r\n")]
    [InlineData("PUT /url HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")]
    [InlineData("PURGE / HTTP/1.1\r\nHost: h\r\n\r\n")]
    [InlineData("POST /api/pause HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("POST /api/pause HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("POST /api/pause HTTP/1.0\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc")]
    public async Task Request_WithoutABodyOrWithAnOddOne_IsPassedOn(string request)
    {
        await using var topology = new ProxyTopology(RawLegacy.Answering(RawLegacy.Ok));
        await using var client = await topology.OpenAsync();

        await client.SendAsync(Encoding.ASCII.GetBytes(request), Token);

        Assert.Equal((200, "ok"), await ReceiveAsync(client));
    }

    /// <summary>It answers, reads no further and holds the connection: nothing fails, and nothing moves.</summary>
    [Fact]
    public async Task Answer_OfALegacyThatNeitherReadsNorCloses_IsPassedOn()
    {
        await using var topology = new ProxyTopology(RawLegacy.Playing(async legacy =>
        {
            await legacy.ReadHeadAsync();
            await legacy.WriteAsync(Refusal);
            await legacy.StayAsync();
        }));
        await using var client = await topology.OpenAsync();
        var sending = SendAsync(client, 20_000_000, "length");

        Assert.Equal((413, "large"), await ReceiveAsync(client));
        await sending;
    }

    /// <summary>What ended early must never look complete to legacy: it might act on it.</summary>
    [Theory]
    [InlineData("length")]
    [InlineData("chunked")]
    public async Task Body_AfterTheAnswer_IsNeitherCompletedNorMadeUp(string framing)
    {
        var received = new TaskCompletionSource<long>();
        await using var topology = new ProxyTopology(RawLegacy.Playing(async legacy =>
        {
            await legacy.ReadHeadAsync();
            await legacy.WriteAsync(Refusal);
            received.SetResult(await legacy.ReadToEndAsync());
        }));
        await using var client = await topology.OpenAsync();

        await client.SendAsync(Encoding.ASCII.GetBytes(Head(1000, framing) + (framing == "chunked" ? "3\r\nabc\r\n" : "abc")), Token);
        Assert.Equal((413, "large"), await ReceiveAsync(client));

        Assert.InRange(await received.Task.WaitAsync(Token), 0, "3\r\nabc\r\n".Length);
    }

    /// <summary>A reset may destroy the answer that it follows; then legacy broke off. But nothing hangs, and nothing is half an answer.</summary>
    [Fact]
    public async Task Reset_AfterTheAnswer_IsTheAnswerOr502()
    {
        await using var topology = new ProxyTopology(RawLegacy.Playing(async legacy =>
        {
            await legacy.ReadHeadAsync();
            await legacy.WriteAsync(Refusal);
            legacy.Reset();
        }));
        for (var i = 0; i < Repetitions; i++)
        {
            await using var client = await topology.OpenAsync();
            var sending = SendAsync(client, 1_500_000, "length");
            var (status, text) = await ReceiveAsync(client);
            Assert.Contains((status, text[..5]), new[] { (413, "large"), (502, "{\"err") });
            await sending;
        }
    }

    [Fact]
    public async Task Close_WithoutAnAnswer_Is502()
    {
        await using var topology = new ProxyTopology(RawLegacy.Playing(static async legacy => await legacy.ReadHeadAsync()));
        await using var client = await topology.OpenAsync();
        var sending = SendAsync(client, 1_500_000, "length");

        Assert.Equal((502, "{\"error\":\"The legacy server broke off without a complete answer\",\"success\":false}\n"), await ReceiveAsync(client));
        await sending;
    }

    [Fact]
    public async Task InterimAnswer_IsNotTakenForTheAnswer()
    {
        await using var topology = new ProxyTopology(RawLegacy.Playing(async legacy =>
        {
            await legacy.ReadHeadAsync();
            await legacy.WriteAsync("HTTP/1.1 102 Processing\r\nX: 1\r\n\r\n");
            await legacy.SkipAsync(1_500_000);
            await legacy.WriteAsync(RawLegacy.Ok);
        }));
        await using var client = await topology.OpenAsync();
        var sending = SendAsync(client, 1_500_000, "length");

        Assert.Equal((200, "ok"), await ReceiveAsync(client));
        await sending;
    }

    /// <summary>The body is the server's to read on, and then comes the next request. A route that is mirrored reads on itself.</summary>
    [Theory]
    [InlineData("legacy", "length", 3, 1000)]
    [InlineData("legacy", "chunked", 3, 1000)]
    [InlineData("legacy", "length", 200_000, 1_500_000)]
    [InlineData("legacy", "chunked", 200_000, 1_500_000)]
    [InlineData("legacy", "length", 0, 300_000)]
    [InlineData("shadow", "length", 3, 1000)]
    [InlineData("shadow", "chunked", 3, 1000)]
    [InlineData("shadow", "length", 200_000, 1_500_000)]
    public async Task Connection_OfTheClient_GoesOnAfterTheRestOfTheBody(string stage, string framing, int before, int length)
    {
        await using var legacy = Refusing(0);
        await using var gateway = new GatewayApp(legacy.Address).With(stage, "pause").Start();
        using var address = gateway.Public;
        await using var client = await RawConnection.OpenAsync(address.BaseAddress!, Token);
        for (var i = 0; i < 3; i++)
        {
            var (head, body) = (Encoding.ASCII.GetBytes(Head(length, framing)), Body(length, framing));
            await client.SendAsync(head.Concat(body[..before]).ToArray(), Token);
            Assert.Equal((413, "large"), await ReceiveAsync(client));

            await client.SendAsync(body.AsMemory(before), Token);
        }

        await client.SendAsync("GET /api/status HTTP/1.1\r\nHost: h\r\n\r\n"u8.ToArray(), Token);

        Assert.Equal((413, "large"), await ReceiveAsync(client));
    }

    /// <summary>The interruption may come when a read is just done, or between two; it must not hit who reads next.</summary>
    [Theory]
    [InlineData("legacy", "length")]
    [InlineData("legacy", "chunked")]
    [InlineData("shadow", "length")]
    public async Task Connection_OfAClientThatNeverPauses_GoesOn(string stage, string framing)
    {
        await using var legacy = Refusing(1);
        await using var gateway = new GatewayApp(legacy.Address).With(stage, "pause").Start();
        using var address = gateway.Public;
        await using var client = await RawConnection.OpenAsync(address.BaseAddress!, Token);
        for (var i = 0; i < 200; i++)
        {
            var sending = SendAsync(client, 20_000 + (i * 997), framing);
            Assert.Equal((413, "large"), await ReceiveAsync(client));
            await sending;
        }
    }

    private static RawLegacy Refusing(int read) => RawLegacy.Playing(async legacy =>
    {
        await legacy.ReadHeadAsync();
        await legacy.SkipAsync(read);
        await legacy.WriteAsync(Refusal);
    });

    private static async Task<(int Status, string Text)> ReceiveAsync(RawConnection client)
    {
        var answer = await client.ReceiveAsync("POST", Token);
        return (answer.Status ?? 0, answer.Text);
    }

    private static string Head(int length, string framing) =>
        "POST /api/pause HTTP/1.1\r\nHost: h\r\n" + (framing == "chunked" ? "Transfer-Encoding: chunked\r\n\r\n" : $"Content-Length: {length}\r\n\r\n");

    private static byte[] Body(int length, string framing) =>
        framing == "chunked" ? [.. Encoding.ASCII.GetBytes(length.ToString("x", CultureInfo.InvariantCulture)), .. "\r\n"u8, .. new byte[length], .. "\r\n0\r\n\r\n"u8] : new byte[length];

    /// <summary>The server may cut off what it does not want; the answer has been sent by then.</summary>
    private static async Task SendAsync(RawConnection client, int length, string framing)
    {
        try
        {
            await client.SendAsync(Encoding.ASCII.GetBytes(Head(length, framing)), Token);
            await client.SendAsync(Body(length, framing), Token);
        }
        catch (IOException)
        {
            // The gateway has answered and closed.
        }
    }
}
