using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Strangler.Gateway.Tests.Listeners;

/// <summary>A client cannot have the gateway connect to itself.</summary>
public sealed class OwnListenersTests : IAsyncDisposable
{
    private readonly GatewayApp _gateway = new GatewayApp(new Uri("http://127.0.0.1:1")).With("complete", "connect", "disconnect").With("live", "start_backup").Start();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    public static TheoryData<string> Hosts => ["127.0.0.1", "localhost", "LOCALHOST", "127.1", "0x7f.0.0.1", "2130706433", "::1", "[::1]", "::ffff:127.0.0.1", "0.0.0.0", "127.9.9.9", Environment.MachineName];

    [Theory]
    [MemberData(nameof(Hosts))]
    public async Task Connect_ToAnOwnPort_IsRefusedHoweverThisMachineIsNamed(string host)
    {
        foreach (var port in (int[])[_gateway.Management.BaseAddress!.Port, _gateway.Public.BaseAddress!.Port])
        {
            var answer = await ConnectAsync(host, port);
            Assert.False((bool)answer["success"]!);
            Assert.DoesNotContain("not responding", $"{answer["message"]}", StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Connect_ToAnotherPortOfThisMachine_IsAsBefore()
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        Assert.True((bool)(await ConnectAsync("127.0.0.1", ((IPEndPoint)server.LocalEndpoint).Port))["success"]!);
    }

    [Fact]
    public async Task StartBackup_ToAnOwnPort_IsRefused()
    {
        using var form = new MultipartFormDataContent { { new StringContent("127.0.0.1"), "host" }, { new StringContent($"{_gateway.Management.BaseAddress!.Port}"), "port" } };
        form.Add(new ByteArrayContent([1]), "file", "a.txt");
        using var answer = await _gateway.Public.PostAsync("/api/start_backup", form, Token);
        Assert.Equal(403, (int)answer.StatusCode);
    }

    private async Task<JsonNode> ConnectAsync(string host, int port)
    {
        using var body = new StringContent(new JsonObject { ["host"] = host, ["port"] = port, ["username"] = "u" }.ToJsonString(), Encoding.UTF8, "application/json");
        using var answer = await _gateway.Public.PostAsync("/api/connect", body, Token);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(Token))!;
    }
}
