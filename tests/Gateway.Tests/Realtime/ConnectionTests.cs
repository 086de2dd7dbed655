using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Strangler.Testing;

namespace Strangler.Gateway.Tests.Realtime;

/// <summary>Asking for the status connects the side that is asked (Q17), and pages are told so by either: the other side follows.</summary>
public sealed class ConnectionTests
{
    private const string Status = """{"phase":"READY","message":"Ready for backup","last_updated":"2026-11-23T15:06:37.269767","connected":true}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/api/status")]
    [InlineData("/api/status?job_id=unknown")]
    public async Task StatusAskedOfLegacy_ConnectsModern_WhichTellsPages(string question)
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        await using var legacy = await LegacyStub.StartAsync(context => context.Response.WriteAsync(Status, Token));
        await using var gateway = new GatewayApp(legacy.Address, ("Services:BackupServerPort", $"{((IPEndPoint)server.LocalEndpoint).Port}")).With("live", "realtime").Start();
        using var client = gateway.Public;
        using var page = await OpenAsync(client);
        Assert.False(await IsConnectedAsync(page));

        await client.GetStringAsync(question, Token);

        await Eventually.IsTrueAsync(() => IsConnectedAsync(page), Token);
    }

    [Fact]
    public async Task StatusAskedOfModernAlone_ConnectsLegacy_WhileItTellsPages()
    {
        await using var legacy = await LegacyStub.StartAsync(context => context.Response.WriteAsync(Status, Token));
        await using var gateway = new GatewayApp(legacy.Address).With("complete", "status").With("shadow", "realtime").Start();
        using var client = gateway.Public;

        await client.GetStringAsync("/api/status", Token);

        await Eventually.IsTrueAsync(() => Task.FromResult(legacy.Paths.Contains("/api/status")), Token);
    }

    [Fact]
    public async Task LiveChannelLeavesLegacy_ConnectedThereIsConnectedHere()
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        await using var legacy = await LegacyStub.StartAsync(context => context.Response.WriteAsync(Status, Token));
        await using var gateway = new GatewayApp(legacy.Address, ("Services:BackupServerPort", $"{((IPEndPoint)server.LocalEndpoint).Port}")).With("shadow", "health").Start();
        using var client = gateway.Public;
        await client.GetStringAsync("/api/status", Token);
        await Task.Delay(TimeSpan.FromSeconds(2), Token); // the follower has looked

        await gateway.SetStageAsync("realtime", "live");

        using var page = await OpenAsync(client);
        await Eventually.IsTrueAsync(() => IsConnectedAsync(page), Token);
    }

    /// <summary>A page of Socket.IO, which is told so; the hub tells whether the backup server answers.</summary>
    private static async Task<ClientWebSocket> OpenAsync(HttpClient client)
    {
        var page = new ClientWebSocket();
        await page.ConnectAsync(new UriBuilder(client.BaseAddress!) { Scheme = "ws", Path = "/socket.io/", Query = "EIO=4&transport=websocket" }.Uri, Token);
        await SendAsync(page, "40");
        await ReceiveAsync(page, "40{");
        return page;
    }

    private static async Task<bool> IsConnectedAsync(ClientWebSocket page)
    {
        await SendAsync(page, "42[\"request_status\",{}]");
        return (await ReceiveAsync(page, "42[\"status_response\"")).Contains("\"isConnected\":true", StringComparison.Ordinal);
    }

    private static Task SendAsync(ClientWebSocket page, string packet) => page.SendAsync(Encoding.UTF8.GetBytes(packet), WebSocketMessageType.Text, endOfMessage: true, Token);

    private static async Task<string> ReceiveAsync(ClientWebSocket page, string start)
    {
        var buffer = new byte[4096];
        while (true)
        {
            var received = await page.ReceiveAsync(buffer, Token);
            if (Encoding.UTF8.GetString(buffer, 0, received.Count) is var text && text.StartsWith(start, StringComparison.Ordinal))
                return text;
        }
    }
}
