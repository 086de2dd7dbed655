using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Strangler.Testing;

namespace Strangler.Gateway.Tests.Shadow;

/// <summary>What C# refuses because its settings forbid it is not done by legacy in its place.</summary>
public sealed class WithheldTests : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _connects = new();
    private readonly TcpListener _backupServer = new(IPAddress.Loopback, 0);
    private LegacyStub? _legacy;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private int Allowed => ((IPEndPoint)_backupServer.LocalEndpoint).Port;

    public async ValueTask DisposeAsync()
    {
        _backupServer.Dispose();
        await (_legacy?.DisposeAsync() ?? default);
    }

    [Theory]
    [InlineData("elsewhere.example", 1256)]
    [InlineData("127.0.0.1", 0)] // the gateway's own port
    public async Task Connect_ThatIsRefused_IsNotCarriedOver_AndCountsAsWithheld(string host, int port)
    {
        await using var gateway = await StartAsync(("Services:AllowedBackupServers:0", "127.0.0.1"));

        await ConnectAsync(gateway, host, port == 0 ? gateway.Public.BaseAddress!.Port : port);
        await ConnectAsync(gateway, "127.0.0.1", Allowed);

        await Eventually.IsTrueAsync(() => !_connects.IsEmpty, Token);
        Assert.Contains($"{Allowed}", Assert.Single(_connects), StringComparison.Ordinal);
        Assert.Equal(1, (int?)(await UncomparedAsync(gateway))["withheld"]);
    }

    [Fact]
    public async Task Connect_ThatNobodyForbids_IsCarriedOver()
    {
        await using var gateway = await StartAsync();

        await ConnectAsync(gateway, "127.0.0.1", Allowed);

        await Eventually.IsTrueAsync(() => !_connects.IsEmpty, Token);
        Assert.Null((await UncomparedAsync(gateway))["withheld"]);
    }

    private async Task<GatewayApp> StartAsync(params (string, string)[] settings)
    {
        _backupServer.Start();
        _legacy = await LegacyStub.StartAsync(async context =>
        {
            if (context.Request.Path == "/api/connect")
                _connects.Enqueue(await new StreamReader(context.Request.Body).ReadToEndAsync(Token));
            await context.Response.WriteAsync("{}", Token);
        });
        return new GatewayApp(_legacy.Address, settings).With("live", "connect").Start();
    }

    private static async Task ConnectAsync(GatewayApp gateway, string host, int port)
    {
        using var body = new StringContent(new JsonObject { ["host"] = host, ["port"] = port, ["username"] = "u" }.ToJsonString(), Encoding.UTF8, "application/json");
        using var answer = await gateway.Public.PostAsync("/api/connect", body, Token);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    /// <summary>Once the exchange is counted, which it is after legacy's answer.</summary>
    private static async Task<JsonObject> UncomparedAsync(GatewayApp gateway) =>
        (await Eventually.GetAsync(() => ConnectsAsync(gateway), route => route is not null, Token))!["uncompared"]!.AsObject();

    private static async Task<JsonNode?> ConnectsAsync(GatewayApp gateway)
    {
        var report = JsonNode.Parse(await gateway.Management.GetStringAsync("/api/reports", Token));
        return report!["routes"]!.AsArray().SingleOrDefault(route => (string?)route!["route"] == "connect");
    }
}
