using System.Text;
using Strangler.Gateway.Tests.Legacy;
using Strangler.Testing.Http;

namespace Strangler.Gateway.Tests.Listeners;

/// <summary>Requests that do not come to their end: they must not hold a client's places for good.</summary>
public sealed class SlowRequestTests
{
    private static readonly (string, string) ShortGrace = ("Gateway:MinRequestBodyGrace", "00:00:02");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("legacy")]
    [InlineData("complete")]
    public async Task Bodies_ThatStall_GiveTheirPlacesBack(string stage)
    {
        await using var gateway = new SlowGateway(stage, ShortGrace);
        var stalled = new List<RawConnection>();
        for (var i = 0; i < 12; i++)
        {
            stalled.Add(await RawConnection.OpenAsync(gateway.Address, Token));
            await stalled[i].SendAsync("POST /api/connect HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"u8.ToArray(), Token);
        }

        foreach (var client in stalled)
        {
            Assert.Equal(408, (await client.ReceiveAsync("POST", Token)).Status);
            await client.DisposeAsync();
        }

        Assert.Equal(200, (await RawHttp.SendAsync(gateway.Address, RawRequest.Get("/api/cancelable_jobs"), Token)).Status);
    }

    [Theory]
    [InlineData("legacy", "/api/connect")]
    [InlineData("complete", "/api/connect")]
    [InlineData("legacy", "/api/start_backup")]
    [InlineData("complete", "/api/start_backup")]
    public async Task Body_ThatFallsSilentAfterFastBytes_Is408(string stage, string path)
    {
        await using var gateway = new SlowGateway(stage, ("Gateway:RequestBodyIdleTimeout", "00:00:01"));
        await using var client = await RawConnection.OpenAsync(gateway.Address, Token);

        await client.SendAsync(Encoding.ASCII.GetBytes($"POST {path} HTTP/1.1\r\nHost: h\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 900000\r\n\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n"), Token);
        await client.SendAsync(new byte[500_000], Token); // on average enough for more than an hour

        Assert.Equal(408, (await client.ReceiveAsync("POST", Token)).Status);
        Assert.True(await IsEndedAsync(client));
    }

    [Fact]
    public async Task ManagementBody_ThatFallsSilent_EndsToo()
    {
        await using var gateway = new GatewayApp(new Uri("http://127.0.0.1:1"), ("Gateway:RequestBodyIdleTimeout", "00:00:01")).Start();
        await using var client = await RawConnection.OpenAsync(gateway.Management.BaseAddress!, Token);

        await client.SendAsync("POST /api/rollback HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"u8.ToArray(), Token);

        Assert.Equal(408, (await client.ReceiveAsync("POST", Token)).Status);
    }

    [Fact]
    public async Task Body_OverABadLine_Survives()
    {
        await using var gateway = new SlowGateway("legacy", ShortGrace);
        await using var client = await RawConnection.OpenAsync(gateway.Address, Token);

        await client.SendAsync("POST /api/pause HTTP/1.1\r\nHost: h\r\nContent-Length: 6000\r\n\r\n"u8.ToArray(), Token);
        for (var i = 0; i < 6; i++) // twice the grace and more, with pauses, at ten times the least rate
        {
            await client.SendAsync(new byte[1000], Token);
            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, Token);
        }

        Assert.Equal(200, (await client.ReceiveAsync("POST", Token)).Status);
    }

    [Fact]
    public async Task Body_WhileLegacyIsSlowToRead_IsNotTheClientsFault()
    {
        await using var topology = new ProxyTopology(RawLegacy.Playing(async legacy =>
        {
            await legacy.ReadHeadAsync();
            await Task.Delay(TimeSpan.FromSeconds(5), TimeProvider.System, legacy.Stop);
            await legacy.SkipAsync(20_000_000);
            await legacy.WriteAsync(RawLegacy.Ok);
        }), ShortGrace, ("Gateway:MinRequestBodyRate", "1000000"));
        await using var client = await topology.OpenAsync();

        await client.SendAsync("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 20000000\r\n\r\n"u8.ToArray(), Token);
        await client.SendAsync(new byte[20_000_000], Token);

        Assert.Equal(200, (await client.ReceiveAsync("POST", Token)).Status);
    }

    [Fact]
    public async Task Head_ThatDoesNotEnd_Is408()
    {
        await using var topology = new ProxyTopology(RawLegacy.Answering(RawLegacy.Ok), ("Gateway:RequestHeadersTimeout", "00:00:01"));
        await using var client = await topology.OpenAsync();

        await client.SendAsync(Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\nHost: h\r\nX-Slow: "), Token);

        Assert.Equal(408, (await client.ReceiveAsync("GET", Token)).Status);
    }

    /// <summary>With a reset, because not all was read.</summary>
    private static async Task<bool> IsEndedAsync(RawConnection client)
    {
        try
        {
            return await client.Stream.ReadAsync(new byte[1], Token) == 0;
        }
        catch (IOException)
        {
            return true;
        }
    }

    /// <summary>A gateway whose <c>connect</c> is at a stage; its legacy reads bodies to their end.</summary>
    private sealed class SlowGateway : IAsyncDisposable
    {
        private readonly RawLegacy _legacy = RawLegacy.Playing(async legacy =>
        {
            var head = await legacy.ReadHeadAsync();
            var length = head.Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length: ", StringComparison.Ordinal));
            await legacy.SkipAsync(length is null ? 0 : int.Parse(length["Content-Length: ".Length..], System.Globalization.CultureInfo.InvariantCulture));
            await legacy.WriteAsync(RawLegacy.Ok);
        });

        private readonly GatewayApp _app;

        public SlowGateway(string stage, params (string, string)[] settings)
        {
            _app = new GatewayApp(_legacy.Address, settings).With(stage, "connect", "start_backup").Start();
            using var client = _app.Public;
            Address = client.BaseAddress!;
        }

        public Uri Address { get; }

        public async ValueTask DisposeAsync()
        {
            await _app.DisposeAsync();
            await _legacy.DisposeAsync();
        }
    }
}
