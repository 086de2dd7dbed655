using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Strangler.Testing;
using Strangler.Testing.Processes;

namespace Strangler.Gateway.Tests.Shadow;

/// <summary>The whole way with the reference Flask and a backup server: three backups at each side, and then the gate's word on job_status.</summary>
public sealed class JobShapeTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ThreeBackupsAtEachSide_JobStatusPassesTheGate()
    {
        var (status, text, route) = await PlayAsync(body => body);

        Assert.True(status == HttpStatusCode.OK, $"{text}\n{route}");
        Assert.DoesNotContain(route["divergences"]!.AsArray(), one => one!["on_purpose"] is null);
    }

    [Fact]
    public async Task ModernsPhaseIsAnother_DoesNotPass()
    {
        var (status, text, route) = await PlayAsync(body => body.Replace("\"BACKUP_IN_PROGRESS\"", "\"BACKUP_RUNNING\"", StringComparison.Ordinal));

        Assert.True(status == HttpStatusCode.Conflict, text);
        Assert.Contains(route["divergences"]!.AsArray(), one => (string?)one!["kind"] == "shape" && (string?)one["path"] == "body /phase" && (string?)one["example"]!["modern_value"] == "\"BACKUP_RUNNING\"");
    }

    private static async Task<(HttpStatusCode Status, string Text, JsonNode Route)> PlayAsync(Func<string, string> modern)
    {
        await using var backupServer = await BackupServer.StartAsync(new(), Token);
        await using var legacy = await LegacyServer.StartAsync(new LegacyOptions { BackupPort = backupServer.Port, Root = backupServer.Root, ConnectionLimit = null }, Token);
        await using var gateway = new GatewayApp(
            legacy.Address,
            ("Services:BackupServerPort", $"{backupServer.Port}"), ("Services:LegacyRoot", legacy.Root), ("ShadowDiff:ShapeMinimumSamples", "2"), ("ShadowDiff:ShapeMinimumJobs", "2"),
            ("Gate:MinComparisons", "20"), ("Gate:MinParity", "0.8"), ("Gate:MaxLatencyFactor", "1000"))
            .With("shadow", "job_status")
            .With(services => services.AddSingleton<MatcherPolicy>(new FaultyModules([new("job_status", "GET", "/api/status", "", (_, body) => modern(body))])))
            .Start();
        using var client = gateway.Public;
        await client.PostAsync("/api/connect", new StringContent($$"""{"host":"127.0.0.1","port":{{backupServer.Port}},"username":"ana"}""", null, "application/json"), Token);
        var asked = 0;
        for (var number = 0; number < 3; number++)
            asked += await BackUpAsync(client, $"legacy{number}");

        await gateway.SetStageAsync("start_backup", "live");
        for (var number = 0; number < 3; number++)
            asked += await BackUpAsync(client, $"modern{number}");

        var route = await Eventually.GetAsync(() => RouteAsync(gateway), route => route is not null && (int)route["eligible"]! == asked, Token);
        Assert.Equal(asked, (int)route!["pinned"]!["total"]!);
        using var answer = await gateway.PostAsync("/api/routes/job_status/stage", new JsonObject { ["stage"] = "live", ["who"] = "ana", ["reason"] = "seen enough" });
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Token), route);
    }

    /// <summary>Until a while after its end; returns how often it was asked for.</summary>
    private static async Task<int> BackUpAsync(HttpClient client, string user)
    {
        using var form = new MultipartFormDataContent { { new StringContent(user), "username" }, { new ByteArrayContent(new byte[200_000]), "file", "report.txt" } };
        using var started = await client.PostAsync("/api/start_backup", form, Token);
        var job = JsonDocument.Parse(await started.EnsureSuccessStatusCode().Content.ReadAsStringAsync(Token)).RootElement.GetProperty("job_id").GetString();
        for (var (asked, ended) = (1, 0); ; asked++)
        {
            var status = JsonDocument.Parse(await client.GetStringAsync($"/api/status?job_id={job}", Token)).RootElement;
            ended += status.GetProperty("backing_up").GetBoolean() ? 0 : 1;
            if (ended == 10)
                return asked;

            await Task.Delay(TimeSpan.FromMilliseconds(20), Token);
        }
    }

    private static async Task<JsonNode?> RouteAsync(GatewayApp gateway)
    {
        using var management = gateway.Management;
        return JsonNode.Parse(await management.GetStringAsync("/api/reports", Token))!["routes"]!.AsArray().SingleOrDefault(route => (string)route!["route"]! == "job_status");
    }
}
