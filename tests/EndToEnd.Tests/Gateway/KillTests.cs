using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Strangler.Testing;
using Strangler.Testing.Processes;

namespace Strangler.EndToEnd.Tests.Gateway;

/// <summary>kill -9 in the middle of writing: nothing is lost but the last moment, and the file is sound.</summary>
public sealed class KillTests
{
    private const int Settled = 40;

    // The promise is one second; three leave room for a busy machine.
    private static readonly TimeSpan LongerThanWhatMayBeLost = TimeSpan.FromSeconds(3);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Kill_InTheMiddleOfWriting_LosesTheLastMomentOnly()
    {
        using var folder = new TemporaryFolder();
        await using var legacy = await LegacyServer.StartAsync(new LegacyOptions { ConnectionLimit = null }, Token);
        var options = new GatewayOptions(legacy.Address) { Folder = folder.Path, Stages = new Dictionary<string, string> { ["status"] = "shadow" } };

        await using (var killed = await GatewayProcess.StartAsync(options, Token))
        {
            await SetAsync(killed, "pause", "live");
            using var client = new HttpClient { BaseAddress = killed.Public };
            for (var i = 0; i < Settled; i++)
                await client.GetStringAsync("/api/status", Token);
            await Task.Delay(LongerThanWhatMayBeLost, TimeProvider.System, Token);

            using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
            var writing = Task.Run(() => AskUntilAsync(client, stop.Token), Token);
            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, Token);
            await killed.KillAsync(Token);
            await stop.CancelAsync();
            await writing;
        }

        Assert.Equal("ok", IntegrityOf(Path.Combine(folder.Path, "gateway.db")));
        await using var again = await GatewayProcess.StartAsync(options, Token);
        using var management = new HttpClient { BaseAddress = again.Management };
        var report = JsonNode.Parse(await management.GetStringAsync("/api/reports", Token))!;
        var status = report["routes"]!.AsArray().Single(route => (string?)route!["route"] == "status")!;
        var uncompared = status["uncompared"]!.AsObject().Sum(reason => (long)reason.Value!);
        Assert.True((long)status["eligible"]! >= Settled, report.ToJsonString());
        Assert.Equal((long)status["eligible"]!, (long)status["compared"]! + uncompared);
        var audit = JsonNode.Parse(await management.GetStringAsync("/api/audit", Token))!["entries"]!.AsArray();
        Assert.Contains(audit, entry => (string?)entry!["route"] == "pause" && (string?)entry["after"] == "live");
    }

    private static async Task AskUntilAsync(HttpClient client, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
                await client.GetStringAsync("/api/status", cancellationToken);
        }
        catch (Exception ex) when (ex is HttpRequestException or OperationCanceledException or IOException)
        {
            // The gateway is dead, as meant.
        }
    }

    private static async Task SetAsync(GatewayProcess gateway, string route, string stage)
    {
        using var management = new HttpClient { BaseAddress = gateway.Management };
        using var body = new StringContent($$"""{"stage":"{{stage}}","who":"test","reason":"test","force":true}""", System.Text.Encoding.UTF8, "application/json");
        (await management.PostAsync($"/api/routes/{route}/stage", body, Token)).EnsureSuccessStatusCode();
    }

    private static string IntegrityOf(string database)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = database, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA integrity_check";
        return (string)command.ExecuteScalar()!;
    }
}
