using System.Net.WebSockets;
using Microsoft.Extensions.DependencyInjection;
using Strangler.Services.Realtime;
using Strangler.Testing;

namespace Strangler.Services.Tests.Realtime.Hub;

/// <summary>Who is let in.</summary>
public sealed class LimitTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("MaxSocketsPerAddress", 429, "Too many sockets from this address.\n")]
    [InlineData("MaxSockets", 503, "Too many sockets.\n")]
    public async Task Connect_OneTooMany_IsRefused_UntilOneLeaves(string setting, int status, string text)
    {
        await using var host = await HubHost.StartAsync(("Hub:" + setting, "2"));
        await using var first = await host.ConnectAsync();
        await using var second = await host.ConnectAsync();

        var refused = await host.Modules.SendAsync(FrameConnection.Handshake, Token);
        Assert.Equal((status, text, "5"), (refused.Status, refused.Text, refused.Value("Retry-After")));

        await first.CloseAsync();
        await Eventually.IsTrueAsync(() => host.Sockets.Count == 1, Token);
        await using var third = await Eventually.GetAsync(() => TryConnectAsync(host), client => client is not null, Token);
    }

    [Fact]
    public async Task Connect_WhileTheServerStops_IsToldSo()
    {
        using var drain = new CancellationTokenSource();
        await using var host = await HubHost.StartAsync(services => services.AddSingleton<IDrainSignal>(new Drain(drain.Token)));
        await drain.CancelAsync();

        var refused = await host.Modules.SendAsync(FrameConnection.Handshake, Token);

        Assert.Equal((503, "The server is stopping.\n", "5"), (refused.Status, refused.Text, refused.Value("Retry-After")));
    }

    [Theory]
    [InlineData("http://localhost:9090")]
    [InlineData("http://127.0.0.1:9090")]
    public async Task Connect_AcceptedOrigin_IsLetIn(string origin)
    {
        await using var host = await HubHost.StartAsync();
        await using var client = await HubClientSocket.ConnectAsync(host.Modules.Address, origin);
        await client.NextAsync("status");
    }

    [Theory]
    [InlineData("http://localhost:9091")]
    [InlineData("http://LOCALHOST:9090")]
    [InlineData("https://localhost:9090")]
    [InlineData("http://localhost:9090/")]
    [InlineData("null")]
    public async Task Connect_OtherOrigin_IsRefused(string origin)
    {
        await using var host = await HubHost.StartAsync();

        var refused = await host.Modules.SendAsync(FrameConnection.Handshake.With("Origin", origin), Token);

        Assert.Equal((403, "Not an accepted origin.\n"), (refused.Status, refused.Text));
    }

    [Fact]
    public async Task Connect_TwoOrigins_IsRefused()
    {
        await using var host = await HubHost.StartAsync();

        var twice = FrameConnection.Handshake.With("Origin", "http://localhost:9090").With("Origin", "http://localhost:9090");

        Assert.Equal(403, (await host.Modules.SendAsync(twice, Token)).Status);
    }

    [Fact]
    public async Task Connect_ConfiguredOrigin_IsLetIn_AndLegacysAreNot()
    {
        await using var host = await HubHost.StartAsync(("Origins:0", "https://backup.example"));

        await using var client = await HubClientSocket.ConnectAsync(host.Modules.Address, "https://backup.example");
        Assert.Equal(403, (await host.Modules.SendAsync(FrameConnection.Handshake.With("Origin", "http://localhost:9090"), Token)).Status);
    }

    [Fact]
    public async Task Get_WithoutUpgrade_IsToldSo()
    {
        await using var host = await HubHost.StartAsync();

        var answer = await host.Modules.GetAsync("/ws", Token);

        Assert.Equal((426, "websocket"), (answer.Status, answer.Value("Upgrade")));
    }

    /// <summary>RFC 6455 4.2.1, 4.2.2: a version that is not known is told which one is, anything else that is wrong is 400.</summary>
    [Theory]
    [InlineData("Sec-WebSocket-Key", "x", 400, null)]
    [InlineData("Sec-WebSocket-Key", "", 400, null)]
    [InlineData("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ", 400, null)]
    [InlineData("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZSE=", 400, null)]
    [InlineData("Sec-WebSocket-Version", "8", 426, "13")]
    [InlineData("Sec-WebSocket-Version", "", 426, "13")]
    [InlineData("Upgrade", "h2c", 426, null)]
    public async Task Handshake_ThatIsWrong_IsRefused(string header, string value, int status, string? version)
    {
        await using var host = await HubHost.StartAsync();

        var answer = await host.Modules.SendAsync(FrameConnection.Handshake.Without(header).With(header, value), Token);

        Assert.Equal((status, version), (answer.Status, answer.Value("Sec-WebSocket-Version")));
    }

    private static async Task<HubClientSocket?> TryConnectAsync(HubHost host)
    {
        try
        {
            return await host.ConnectAsync();
        }
        catch (WebSocketException)
        {
            return null; // its place is given back a moment later
        }
    }

    private sealed class Drain(CancellationToken draining) : IDrainSignal
    {
        public CancellationToken Draining => draining;
    }
}
