using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Strangler.Services.Realtime.Pages;
using Strangler.Testing;

namespace Strangler.Gateway.Tests.Realtime;

/// <summary>Asking for the status connects the side that is asked (Q17), and pages are told so by either: the other side follows.</summary>
public sealed class ConnectionTests
{
    private const string Status = """{"phase":"READY","message":"Ready for backup","last_updated":"2026-11-23T15:06:37.269767","connected":true}""";

    private const string General = """{"connected":true,"backing_up":false,"phase":"READY","status":"ready","message":"Ready for new backup.","last_updated":"2026-11-23T15:06:37.269767","isConnected":true}""";
    private const string CancelledJob = """{"phase":"CANCELLED","message":"Backup cancelled","progress":{"percentage":0},"connected":true,"last_updated":"2026-11-23T15:06:37.269767","isConnected":true}""";

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

    /// <summary>What pages are told of legacy's connection by either side is the same from the start, and asking for it connects nobody.</summary>
    [Theory]
    [InlineData("shadow", General, "Ready for new backup.")]
    [InlineData("canary 5 %", General, "Ready for new backup.")]
    [InlineData("live", General, "Ready for new backup.")]
    [InlineData("live", CancelledJob, "Ready for backup")]
    public async Task GatewayStarts_ConnectedAtLegacyIsConnectedHere(string stage, string told, string message)
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        await using var legacy = await LegacyStub.StartAsync(context => TellAsync(context, told));
        await using var gateway = new GatewayApp(legacy.Address, ("Services:BackupServerPort", $"{((IPEndPoint)server.LocalEndpoint).Port}")).With(stage, "realtime").Start();

        var answer = await Eventually.GetAsync(() => AskModernAsync(gateway), answer => answer.Contains("\"isConnected\":true", StringComparison.Ordinal), Token);

        Assert.Contains($"\"message\":\"{message}\"", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("/api/status", legacy.Paths);
    }

    [Fact]
    public async Task LiveChannelLeavesLegacy_ConnectedThereIsConnectedHere()
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        await using var legacy = await LegacyStub.StartAsync(context => TellAsync(context, General));
        await using var gateway = new GatewayApp(legacy.Address, ("Services:BackupServerPort", $"{((IPEndPoint)server.LocalEndpoint).Port}")).With("complete", "realtime").Start();
        using var client = gateway.Public;
        await gateway.SetStageAsync("realtime", "legacy");
        await Task.Delay(TimeSpan.FromSeconds(2), Token); // that has been seen
        Assert.DoesNotContain("\"isConnected\":true", await AskModernAsync(gateway), StringComparison.Ordinal);

        await gateway.SetStageAsync("realtime", "live");

        using var page = await OpenAsync(client);
        await Eventually.IsTrueAsync(() => IsConnectedAsync(page), Token);
    }

    private static async Task<string> AskModernAsync(GatewayApp gateway) =>
        Encoding.UTF8.GetString((await gateway.Services.GetRequiredService<IPageAnswers>().AnswerAsync(new("[\"request_status\",{}]"u8.ToArray()), Token))!);

    /// <summary>A legacy that tells each page that asks the same status.</summary>
    private static async Task TellAsync(HttpContext context, string status)
    {
        if (!context.WebSockets.IsWebSocketRequest)
            return;
        using var page = await context.WebSockets.AcceptWebSocketAsync();
        await SocketStub.SayAsync(page, "0{}");
        await SocketStub.HeardAsync(page);
        await SocketStub.SayAsync(page, "40{\"sid\":\"x\"}");
        while (await SocketStub.HeardAsync(page) is { } packet)
        {
            if (!packet.Contains("request_status", StringComparison.Ordinal))
                continue;
            await SocketStub.SayAsync(page, $"42[\"status_response\",{{\"status\":{status},\"job_id\":null}}]");
            await SocketStub.SayAsync(page, $"43{packet[2..packet.IndexOf('[', StringComparison.Ordinal)]}[]");
        }
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
