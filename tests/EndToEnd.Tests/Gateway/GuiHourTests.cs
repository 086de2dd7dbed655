using System.Text.Json.Nodes;
using Strangler.EndToEnd.Tests.Recordings;
using Strangler.Testing.Processes;

namespace Strangler.EndToEnd.Tests.Gateway;

/// <summary>The shadow on traffic in which nothing is wrong has nothing to report.</summary>
public sealed class GuiHourTests(ITestOutputHelper output)
{
    private const int Speed = 60;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task GuiHour_AtSixtyTimesTheSpeed_GivesNoFalseAlarmOnceNoiseIsLearned()
    {
        await using var backup = await BackupServer.StartAsync(new BackupServerOptions(), Token);
        await using var legacy = await LegacyServer.StartAsync(new LegacyOptions { BackupPort = backup.Port, ConnectionLimit = null }, Token);
        using var closed = new ReservedPort();
        await using var gateway = await GatewayProcess.StartAsync(
            new GatewayOptions(legacy.Address)
            {
                Stages = PortedRoutes.Names.ToDictionary(route => route, _ => "shadow"),
                Settings = new Dictionary<string, string>
                {
                    ["Services:BackupServerPort"] = $"{backup.Port}",
                    ["Services:LegacyRoot"] = legacy.Root,
                    ["ShadowDiff:NoiseMaxPerSecond"] = $"{2 * Speed}", // by the clock of the hour
                    ["ShadowDiff:RerunsPerSecond"] = $"{2 * Speed}",
                },
            },
            Token);
        using var client = new HttpClient { BaseAddress = gateway.Public };
        using var management = new HttpClient { BaseAddress = gateway.Management };

        var hour = new GuiHour(client, backup.Port, closed.Port, Speed).RunAsync(Token);
        await Task.WhenAny(hour, Task.Delay(TimeSpan.FromSeconds(3600 / 2 / Speed), TimeProvider.System, Token));
        var half = await ReportAsync(management);
        await hour;
        var whole = await ReportAsync(management);

        output.WriteLine(whole.ToJsonString(new() { WriteIndented = true }));
        output.WriteLine(await management.GetStringAsync("/api/rules/proposals", Token));
        Assert.Equal(Diverged(half), Diverged(whole));
        foreach (var route in (string[])["status", "health"])
            Assert.InRange(Count(whole, route, "matched") - Count(half, route, "matched"), 60, int.MaxValue);
    }

    private static async Task<JsonNode> ReportAsync(HttpClient management) => JsonNode.Parse(await management.GetStringAsync("/api/reports", Token))!;

    private static Dictionary<string, long> Diverged(JsonNode report) =>
        report["routes"]!.AsArray().Where(route => (long)route!["diverged"]! > 0).ToDictionary(route => (string)route!["route"]!, route => (long)route!["diverged"]!);

    private static long Count(JsonNode report, string route, string count) =>
        (long)report["routes"]!.AsArray().Single(one => (string?)one!["route"] == route)![count]!;
}
