using System.Net;
using System.Net.Sockets;
using Strangler.Testing.Http;

namespace Strangler.Gateway.Tests.Legacy;

public sealed class LegacyFailureTests
{
    private const string Invalid = "The legacy server gave an answer that is not valid HTTP";
    private const string BrokeOff = "The legacy server broke off without a complete answer";

    private static readonly (string, string) Impatient = ("ReverseProxy:Clusters:legacy:HttpRequest:ActivityTimeout", "00:00:00.300");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Legacy_Down_Is502()
    {
        await using var topology = new ProxyTopology(UnusedAddress());

        AssertFailure(await topology.SendAsync(RawRequest.Get("/api/status").With("Origin", "http://page")), 502, "BAD GATEWAY", "The legacy server cannot be reached", "http://page");
        AssertFailure(await topology.SendAsync(RawRequest.Post("/api/connect", "application/json", "{}")), 502, "BAD GATEWAY", "The legacy server cannot be reached");
    }

    [Fact]
    public async Task Legacy_Silent_Is504()
    {
        await using var topology = new ProxyTopology(RawLegacy.Playing(async legacy =>
        {
            await legacy.ReadHeadAsync();
            await legacy.StayAsync();
        }), Impatient);

        AssertFailure(await topology.GetAsync("/"), 504, "GATEWAY TIMEOUT", "The legacy server did not answer in time");
    }

    [Fact]
    public async Task Legacy_DrippingItsHeaders_Is504()
    {
        await using var topology = new ProxyTopology(RawLegacy.Playing(async legacy =>
        {
            await legacy.ReadHeadAsync();
            await legacy.WriteAsync("HTTP/1.1 200 OK\r\nX-Drip: ");
            while (!legacy.Stop.IsCancellationRequested)
            {
                await legacy.WriteAsync("a");
                await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, legacy.Stop);
            }
        }), Impatient);

        AssertFailure(await topology.GetAsync("/"), 504, "GATEWAY TIMEOUT", "The legacy server did not answer in time");
    }

    public static TheoryData<string, string> Absurd => new()
    {
        { "HTTP/1.1 099 LOW\r\nContent-Length: 0\r\n\r\n", Invalid },
        { "HTTP/1.1 600 HIGH\r\nContent-Length: 0\r\n\r\n", Invalid },
        { "HTTP/1.1 999 HIGH\r\nContent-Length: 0\r\n\r\n", Invalid },
        { "HTTP/1.1 101 SWITCHING PROTOCOLS\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n", Invalid },
        { "HTTP/1.1 200 O\rK\r\nContent-Length: 0\r\n\r\n", Invalid },
        { "HTTP/1.1 200 OK\r\nContent-Length: five\r\n\r\n", Invalid },
        { "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", Invalid },
        { "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nok", Invalid },
        { "HTTP/1.1 200 OK\r\nX-Bad: a\u0001b\r\nContent-Length: 0\r\n\r\n", Invalid },
        { "HTTP/1.1 200 OK\r\nX Bad: 1\r\nContent-Length: 0\r\n\r\n", Invalid },
        { "HTTP/1.1 200 OK\r\nno colon\r\nContent-Length: 0\r\n\r\n", Invalid },
        { $"HTTP/1.1 200 OK\r\nX-Big: {new string('a', 100_000)}\r\n\r\n", Invalid },
        { "HTTP/1.1 20 OK\r\n\r\n", Invalid },
        { "HTTP/3.7 200 OK\r\n\r\n", Invalid },
        { "{\"an\":\"answer of HTTP 0.9\"}\n", Invalid },
        { "\0\u0001\u0002garbage\r\n\r\n", Invalid },
        { "", BrokeOff },
        { "HTTP/1.1 200 OK\r\nContent-Le", BrokeOff },
        { "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", BrokeOff },
    };

    [Theory]
    [MemberData(nameof(Absurd))]
    public async Task Legacy_Absurd_Is502AndTheNextRequestIsUnharmed(string answer, string error)
    {
        await using var topology = new ProxyTopology(RawLegacy.Playing(async legacy =>
        {
            var head = await legacy.ReadHeadAsync();
            await legacy.WriteAsync(head.StartsWith("GET /next", StringComparison.Ordinal) ? RawLegacy.Ok : answer);
        }));
        await using var client = await topology.OpenAsync();

        AssertFailure(await client.ExchangeAsync(RawRequest.Get("/"), Token), 502, "BAD GATEWAY", error);
        Assert.Equal("ok", (await client.ExchangeAsync(RawRequest.Get("/next"), Token)).Text);
    }

    [Theory]
    [InlineData("Content-Length: 100", "part")]
    [InlineData("Transfer-Encoding: chunked", "4\r\npart\r\n")]
    [InlineData("Transfer-Encoding: chunked", "4\r\npart\r\nzz\r\n")]
    public async Task Legacy_CutOffMidway_CutsOffTheClient(string framing, string part)
    {
        await using var topology = new ProxyTopology(RawLegacy.Answering($"HTTP/1.1 200 OK\r\n{framing}\r\n\r\n{part}"));

        // What was on its way may be lost with the reset; what matters is that the part is not taken for the whole.
        var answer = await Record.ExceptionAsync(async () => Assert.False((await topology.GetAsync("/")).Complete));

        Assert.True(answer is null or IOException, $"{answer}");
    }

    [Fact]
    public async Task Legacy_WithLengthAndChunks_IsReadByItsChunks()
    {
        await using var topology = new ProxyTopology(RawLegacy.Answering("HTTP/1.1 200 OK\r\nContent-Length: 99\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n"));

        var answer = await topology.GetAsync("/");

        Assert.Equal(("ok", true), (answer.Text, answer.Complete));
        Assert.Null(answer.Value("Content-Length"));
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("DELETE")]
    public async Task Request_ThatLegacyMayHaveActedOn_IsNotAskedAgain(string method)
    {
        await using var topology = new ProxyTopology(RawLegacy.Playing(legacy => legacy.ReadHeadAsync()));

        AssertFailure(await topology.SendAsync(RawRequest.Get("/api/cancel_all") with { Method = method }), 502, "BAD GATEWAY", BrokeOff);

        Assert.Single(topology.Legacy!.Heads);
    }

    [Fact]
    public async Task KeptConnection_ClosedByLegacyMeanwhile_IsNoError()
    {
        await using var topology = new ProxyTopology(RawLegacy.Playing(async legacy =>
        {
            await legacy.ReadHeadAsync();
            await legacy.WriteAsync(RawLegacy.Ok); // no Connection: close, and yet it closes
        }));
        await using var client = await topology.OpenAsync();

        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(200, (await client.ExchangeAsync(RawRequest.Get("/"), Token)).Status);
            Assert.Equal(200, (await client.ExchangeAsync(RawRequest.Post("/", "text/plain", "abc"), Token)).Status);
        }

        Assert.Equal(40, topology.Legacy!.Heads.Count);
    }

    private static void AssertFailure(RawResponse answer, int status, string reason, string error, string origin = "*")
    {
        Assert.Equal((status, reason), (answer.Status, answer.Reason));
        Assert.Equal($"{{\"error\":\"{error}\",\"success\":false}}\n", answer.Text);
        Assert.Equal("application/json", answer.Value("Content-Type"));
        Assert.Equal(origin, answer.Value("Access-Control-Allow-Origin"));
    }

    private static Uri UnusedAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
    }
}
