using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Strangler.Gateway.Legacy.Lean;
using Strangler.Testing;
using Strangler.Testing.Http;

namespace Strangler.Gateway.Tests.Legacy.Lean;

/// <summary>The connections of the gateway's own way to legacy: when they are used again, and when not.</summary>
public sealed class LeanForwarderTests
{
    private static readonly (string, string) Impatient = ("ReverseProxy:Clusters:legacy:HttpRequest:ActivityTimeout", "00:00:00.300");

    private int _connections;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Connection_ThatLegacyKeeps_IsUsedAgain()
    {
        await using var topology = new ProxyTopology(Keeping(_ => RawLegacy.Ok));

        for (var i = 0; i < 20; i++)
            Assert.Equal("ok", (await topology.GetAsync("/")).Text);

        Assert.Equal(1, _connections);
    }

    /// <summary>As Flask's own server does.</summary>
    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok")]
    [InlineData("HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok")]
    [InlineData("HTTP/1.1 200 OK\r\nKeep-Alive: timeout=1\r\nContent-Length: 2\r\n\r\nok")]
    public async Task Connection_ThatLegacyEnds_IsNot(string answer)
    {
        await using var topology = new ProxyTopology(Keeping(_ => answer));

        for (var i = 0; i < 5; i++)
            Assert.Equal("ok", (await topology.GetAsync("/")).Text);

        Assert.Equal(5, _connections);
    }

    /// <summary>Else it would be the next client's answer.</summary>
    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok\n")]
    public async Task Connection_WithMoreThanTheAnswer_IsNotUsedAgain(string answer)
    {
        await using var topology = new ProxyTopology(Keeping(_ => answer));

        for (var i = 0; i < 5; i++)
            Assert.Equal("ok", (await topology.GetAsync("/")).Text);

        Assert.Equal(5, _connections);
    }

    [Fact]
    public async Task Connection_ThatSpeaksUnasked_IsNotUsedAgain()
    {
        var late = new TaskCompletionSource();
        await using var topology = new ProxyTopology(RawLegacy.Playing(async legacy =>
        {
            await legacy.ReadHeadAsync();
            await legacy.WriteAsync(RawLegacy.Ok);
            await late.Task.WaitAsync(legacy.Stop);
            await legacy.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil");
            await legacy.StayAsync();
        }));
        Assert.Equal("ok", (await topology.GetAsync("/")).Text);

        late.SetResult();

        await Eventually.IsTrueAsync(async () => (await topology.GetAsync("/")).Text == "ok" && topology.Legacy!.Heads.Count > 1, Token);
    }

    /// <summary>It reads the request and closes: a safe method may be sent again.</summary>
    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    [InlineData("OPTIONS")]
    public async Task Connection_ThatDiesWhenItIsUsed_CostsNoRequest(string method)
    {
        await using var topology = new ProxyTopology(Keeping(served => served == 0 ? RawLegacy.Ok.Replace("ok", method == "HEAD" ? "" : "ok", StringComparison.Ordinal) : ""));

        for (var i = 0; i < 10; i++)
            Assert.Equal(200, (await topology.SendAsync(RawRequest.Get("/") with { Method = method })).Status);

        Assert.Equal(10, _connections);
    }

    [Fact]
    public async Task Requests_MoreThanConnectionsThatWait_AreAllSent()
    {
        const int Requests = 40;
        var all = new TaskCompletionSource();
        await using var topology = new ProxyTopology(
            Keeping(_ => RawLegacy.Ok, heads => heads < Requests ? all.Task : SetAsync(all)), ("Gateway:ConnectionLimit", "0"), ("Gateway:PageConnectionLimit", "0"));

        var answers = await Task.WhenAll(Enumerable.Range(0, Requests).Select(_ => topology.GetAsync("/")));

        Assert.All(answers, answer => Assert.Equal("ok", answer.Text));
        Assert.Equal(Requests, _connections);
        Assert.Equal("ok", (await topology.GetAsync("/")).Text);
        Assert.Equal(Requests, _connections);

        static Task SetAsync(TaskCompletionSource all)
        {
            all.TrySetResult();
            return Task.CompletedTask;
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Le")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\npart")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")]
    public async Task Client_ThatGoes_TakesItsConnectionAlong(string begun)
    {
        var gone = new TaskCompletionSource();
        await using var topology = new ProxyTopology(RawLegacy.Playing(async legacy =>
        {
            if (!(await legacy.ReadHeadAsync()).StartsWith("GET /gone", StringComparison.Ordinal))
            {
                await legacy.WriteAsync(RawLegacy.Ok);
                return;
            }

            await legacy.WriteAsync(begun);
            await legacy.ReadToEndAsync();
            gone.SetResult();
        }));
        var client = await topology.OpenAsync();
        await client.SendAsync(RawRequest.Get("/gone"), Token);
        await Eventually.GetAsync(() => topology.Legacy!.Heads.Count, heads => heads == 1, Token);

        client.Reset();
        await client.DisposeAsync();

        await gone.Task.WaitAsync(Token);
        for (var i = 0; i < 3; i++)
            Assert.Equal("ok", (await topology.GetAsync("/")).Text);
    }

    [Theory]
    [InlineData("Content-Length: 100", "part")]
    [InlineData("Transfer-Encoding: chunked", "4\r\npart\r\n")]
    public async Task Body_ThatStalls_IsCutOff(string framing, string part)
    {
        await using var topology = new ProxyTopology(
            RawLegacy.Playing(async legacy =>
            {
                await legacy.ReadHeadAsync();
                await legacy.WriteAsync($"HTTP/1.1 200 OK\r\n{framing}\r\n\r\n{part}");
                await legacy.StayAsync();
            }),
            Impatient);

        var answer = await Record.ExceptionAsync(async () => Assert.False((await topology.GetAsync("/")).Complete));

        Assert.True(answer is null or IOException, $"{answer}");
    }

    [Fact]
    public async Task Body_WhoseHeadAloneHasCome_IsAClean502WhenItStalls()
    {
        await using var topology = new ProxyTopology(
            RawLegacy.Playing(async legacy =>
            {
                await legacy.ReadHeadAsync();
                await legacy.WriteAsync("HTTP/1.1 200 OK\r\nX-Legacy: 1\r\nContent-Length: 100\r\n\r\n");
                await legacy.StayAsync();
            }),
            Impatient);

        var answer = await topology.GetAsync("/");

        Assert.Equal((502, null), (answer.Status, answer.Value("X-Legacy")));
    }

    /// <summary>All others are YARP's: what it holds of connections shows which it was.</summary>
    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: h\r\n\r\n", 1)]
    [InlineData("HEAD /api/status HTTP/1.1\r\nHost: h\r\n\r\n", 1)]
    [InlineData("OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n", 1)]
    [InlineData("GET / HTTP/1.0\r\n\r\n", 1)]
    [InlineData("GET / HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n", 0)]
    [InlineData("GET / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\na", 0)]
    [InlineData("GET / HTTP/1.1\r\nHost: h\r\nContent-Type: a/b\r\n\r\n", 0)]
    [InlineData("GET / HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n", 0)]
    [InlineData("get / HTTP/1.1\r\nHost: h\r\n\r\n", 0)]
    [InlineData("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n", 0)]
    [InlineData("DELETE / HTTP/1.1\r\nHost: h\r\n\r\n", 0)]
    [InlineData("GET /socket.io/?EIO=4 HTTP/1.1\r\nHost: h\r\n\r\n", 0)]
    public async Task Request_ThatIsPlain_IsTheLeanForwarders(string request, int expected)
    {
        await using var topology = new ProxyTopology(Keeping(served => RawLegacy.Ok.Replace("ok", served == 0 && request.StartsWith("HEAD", StringComparison.Ordinal) ? "" : "ok", StringComparison.Ordinal)));
        await using var client = await topology.OpenAsync();

        await client.SendAsync(Encoding.ASCII.GetBytes(request), Token);

        Assert.Equal(200, (await client.ReceiveAsync(request.Split(' ')[0], Token)).Status);
        // The client may have all of its answer before the connection is back.
        await WaitingAsync(expected);
        Assert.Equal("ok", (await topology.GetAsync("/")).Text);
        await WaitingAsync(1);
        Assert.Equal(2 - expected, _connections);

        Task WaitingAsync(int count) => Eventually.GetAsync(() => topology.Services.GetRequiredService<LegacyPools>().Waiting, waiting => waiting == count, Token);
    }

    [Fact]
    public async Task Forwarder_OfAnEdit_IsInForceWithoutARestart()
    {
        await using var legacy = Keeping(_ => RawLegacy.Ok);
        await using var gateway = new GatewayApp(legacy.Address).Start();
        var pools = gateway.Services.GetRequiredService<LegacyPools>();
        var path = Path.Combine(gateway.Folder, "yarp.json");
        var lean = await File.ReadAllTextAsync(path, Token);
        await gateway.Public.GetAsync(new Uri("/", UriKind.Relative), Token);
        Assert.Equal(1, pools.Waiting);

        await File.WriteAllTextAsync(path, lean.Replace("\"legacy\": {", "\"legacy\": { \"Metadata\": { \"Forwarder\": \"yarp\" },", StringComparison.Ordinal), Token);

        await Eventually.IsTrueAsync(
            async () => (await gateway.Public.GetAsync(new Uri("/", UriKind.Relative), Token)).IsSuccessStatusCode && pools.Waiting == 0, Token);
    }

    /// <summary>A legacy that keeps its connections.</summary>
    /// <param name="answer">What it says, by how many it has given on the connection; the empty one closes it.</param>
    /// <param name="before">What is waited for before that, by how many have asked.</param>
    private RawLegacy Keeping(Func<int, string> answer, Func<int, Task>? before = null)
    {
        var heads = 0;
        return RawLegacy.Playing(async legacy =>
        {
            for (var served = 0; ; served++)
            {
                var head = await legacy.ReadHeadAsync();
                if (served == 0 && !head.StartsWith("GET /socket.io/ ", StringComparison.Ordinal)) // by which the gateway asks whether it is there
                    Interlocked.Increment(ref _connections);
                if (before is not null)
                    await before(Interlocked.Increment(ref heads)).WaitAsync(legacy.Stop);
                var next = answer(served);
                if (next.Length == 0)
                    return;
                await legacy.WriteAsync(next);
            }
        });
    }
}
