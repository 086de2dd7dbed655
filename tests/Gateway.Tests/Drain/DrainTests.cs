using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Strangler.Gateway.Drain;
using Strangler.Gateway.Tests.Jobs;
using Strangler.Services.Backups.Jobs;
using Strangler.Services.Realtime.Hub;
using Strangler.Testing;
using Strangler.Testing.Http;

namespace Strangler.Gateway.Tests.Drain;

/// <summary>Between the wish to stop and the end: not ready and still serving, then nobody new, and time for what is under way.</summary>
public sealed class DrainTests
{
    private const string Delay = "Gateway:DrainDelay";
    private const string Timeout = "Gateway:DrainTimeout";

    private readonly FakeLogger<Drainage> _log = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Delay_IsServedAndNotReady()
    {
        await using var legacy = await LegacyStub.StartAsync();
        await using var gateway = Gateway(legacy, (Delay, "00:00:02")).Start();
        using var management = gateway.Management;

        var stop = StopAsync(gateway);
        await Eventually.IsTrueAsync(async () => await ReadyAsync(management) is (HttpStatusCode.ServiceUnavailable, "stopping"), Token);

        Assert.Equal(HttpStatusCode.OK, (await gateway.Public.GetAsync("/api/status", Token)).StatusCode);
        await stop;
        Assert.Contains("Gateway:DrainDelay", Assert.Single(_log.Collector.GetSnapshot()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Upload_UnderWay_ComesToItsEnd_AndNobodyNewComesIn()
    {
        await using var legacy = await LegacyStub.StartAsync(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            await context.Response.WriteAsync($"{body.Length} bytes", context.RequestAborted);
        });
        await using var gateway = Gateway(legacy, (Timeout, "00:05:00")).Start();
        var address = gateway.Public.BaseAddress!;
        await using var upload = await RawConnection.OpenAsync(address, Token);
        await upload.SendAsync("POST /api/start_backup HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nab"u8.ToArray(), Token);
        await Eventually.IsTrueAsync(() => legacy.Requests == 1, Token);

        var stop = StopAsync(gateway);
        await Eventually.IsTrueAsync(() => IsClosedAsync(address), Token);
        Assert.False(stop.IsCompleted);
        await upload.SendAsync("cd"u8.ToArray(), Token);

        Assert.Equal("4 bytes", Encoding.ASCII.GetString((await upload.ReceiveAsync("POST", Token)).Body));
        await stop;
        Assert.Empty(_log.Collector.GetSnapshot());
    }

    [Fact]
    public async Task Request_ThatDoesNotEnd_IsCutOffAfterTheTimeout_AndThatIsSaid()
    {
        await using var legacy = await LegacyStub.StartAsync(context => Task.Delay(System.Threading.Timeout.Infinite, context.RequestAborted));
        await using var gateway = Gateway(legacy, (Timeout, "00:00:00.3")).Start();
        await using var request = await RawConnection.OpenAsync(gateway.Public.BaseAddress!, Token);
        await request.SendAsync("GET /api/status HTTP/1.1\r\nHost: a\r\n\r\n"u8.ToArray(), Token);
        await Eventually.IsTrueAsync(() => legacy.Requests == 1, Token);

        await StopAsync(gateway);

        Assert.Equal("Requests that had not ended within 00:00:00.3000000 (Gateway:DrainTimeout) were cut off", Assert.Single(_log.Collector.GetSnapshot()).Message);
    }

    [Fact]
    public async Task Backup_UnderWay_IsWaitedFor()
    {
        await using var legacy = await LegacyStub.StartAsync();
        var jobs = new FakeJobs { HasLive = true };
        await using var gateway = Gateway(legacy, (Timeout, "00:05:00")).With(services => services.AddSingleton<IJobDirectory>(jobs)).Start();

        var stop = StopAsync(gateway);
        await Eventually.IsTrueAsync(() => _log.Collector.GetSnapshot().Any(entry => entry.Message.StartsWith("Waits for backups", StringComparison.Ordinal)), Token);
        var again = StopAsync(gateway); // as a signal does that is sent twice
        await Task.Delay(200, Token);
        Assert.False(stop.IsCompleted);
        Assert.False(again.IsCompleted);
        jobs.HasLive = false;

        await Task.WhenAll(stop, again);
        Assert.Single(_log.Collector.GetSnapshot());
    }

    [Fact]
    public async Task Sockets_AreClosedWithACode()
    {
        await using var legacy = await LegacyStub.StartAsync();
        await using var gateway = Gateway(legacy, (Timeout, "00:05:00")).With("live", "realtime").Start();
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new UriBuilder(gateway.Public.BaseAddress!) { Scheme = "ws", Path = "/ws" }.Uri, Token);
        await Eventually.IsTrueAsync(() => gateway.Services.GetRequiredService<IHubSockets>().Count == 1, Token); // a moment after its answer

        var stop = StopAsync(gateway);
        while (socket.State == WebSocketState.Open)
            await socket.ReceiveAsync(new byte[4096], Token);

        Assert.Equal(1012, (int?)socket.CloseStatus);
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, Token);
        await stop;
    }

    private static Task StopAsync(GatewayApp gateway) => gateway.Services.GetRequiredService<IHost>().StopAsync(Token);

    private static async Task<(HttpStatusCode, string?)> ReadyAsync(HttpClient management)
    {
        var answer = await management.GetAsync("/readyz", Token);
        return (answer.StatusCode, (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync(Token))!["status"]);
    }

    private static async Task<bool> IsClosedAsync(Uri address)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(address.Host, address.Port, Token);
            return false;
        }
        catch (SocketException)
        {
            return true;
        }
    }

    private GatewayApp Gateway(LegacyStub legacy, params (string, string)[] settings) =>
        new GatewayApp(legacy.Address, settings).With(services => services.AddSingleton<ILogger<Drainage>>(_log));
}
