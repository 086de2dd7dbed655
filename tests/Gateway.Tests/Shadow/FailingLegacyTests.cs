using System.Text.Json.Nodes;
using Strangler.Testing;
using Strangler.Testing.Processes;

namespace Strangler.Gateway.Tests.Shadow;

/// <summary>A 5xx that legacy gives is its answer; the gateway's own, for a legacy that gives none, is not.</summary>
public sealed class FailingLegacyTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task Legacy_AnswersWithAFailure_IsCompared(int status)
    {
        await using var legacy = await LegacyStub.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        });
        var route = await AskAsync(legacy.Address, status);
        Assert.Equal(1, (long)route["diverged"]!);
    }

    [Fact]
    public async Task Legacy_GivesNoAnswer_IsNotCompared()
    {
        using var closed = new ReservedPort();
        var route = await AskAsync(new Uri($"http://127.0.0.1:{closed.Port}"), 502);
        Assert.Equal((0, 1), ((long)route["compared"]!, (long)route["uncompared"]!["answering-side-error"]!));
    }

    private static async Task<JsonNode> AskAsync(Uri legacy, int status)
    {
        await using var gateway = new GatewayApp(legacy).With("shadow", "server_info").Start();
        using var client = gateway.Public;
        using var answer = await client.GetAsync(new Uri("/api/server_info", UriKind.Relative), Token);
        Assert.Equal(status, (int)answer.StatusCode);
        using var management = gateway.Management;
        return (await Eventually.GetAsync(
            async () => JsonNode.Parse(await management.GetStringAsync("/api/reports", Token))!["routes"]!.AsArray().FirstOrDefault(route => (string?)route!["route"] == "server_info" && (long)route["eligible"]! == 1),
            route => route is not null,
            Token))!;
    }
}
