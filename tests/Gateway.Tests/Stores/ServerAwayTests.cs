using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Strangler.Gateway.Jobs;
using Strangler.Services.Backups.Jobs;
using Strangler.ShadowDiff.Store;
using Strangler.Testing;
using Strangler.Testing.Processes;

namespace Strangler.Gateway.Tests.Stores;

/// <summary>The server of the database goes away: nobody waits for it, and it has everything once it is back.</summary>
public sealed class ServerAwayTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Gateway_GoesOnWithoutIt_AndItHasEverythingOnceItIsBack()
    {
        Assert.SkipWhen(PostgresServer.Programs is null, "No PostgreSQL in /usr/lib/postgresql; ./test.sh installs Debian's package (postgresql).");
        await using var server = await PostgresServer.StartAsync(Token);
        await using var gateway = new GatewayApp(new Uri("http://127.0.0.1:1"), ("Store:Provider", "postgresql"), ("Store:ConnectionString", server.NewStore())).Start();
        await gateway.SetStageAsync("status", "shadow");
        await server.StopAsync(Token);

        foreach (var (route, stage) in new[] { ("health", "live"), ("status", "legacy") })
            await gateway.SetStageAsync(route, stage);
        await gateway.Services.GetRequiredService<IJobStore>().SaveAsync(new("job_1", DateTimeOffset.UnixEpoch, null, "{}"), Token);
        var board = await gateway.BoardAsync();
        Assert.Contains($"PostgreSQL's database postgres at 127.0.0.1:{server.Port}: ", (string?)board["audit_problem"], StringComparison.Ordinal);
        Assert.Contains("in memory only", (string?)board["jobs_problem"], StringComparison.Ordinal);
        Assert.DoesNotContain(PostgresServer.Password, board.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("unavailable", (string?)JsonNode.Parse(await gateway.Management.GetStringAsync("/healthz", Token))!["database"]);
        using var backup = await gateway.Management.GetAsync("/api/backup", Token);
        Assert.Contains("pg_dump", await backup.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);

        await server.RestartAsync(Token);
        await Eventually.IsTrueAsync(async () => await gateway.BoardAsync() is var now && now["audit_problem"] is null && now["jobs_problem"] is null, Token);
        Assert.Equal(["status shadow > legacy", "health legacy > live", "status legacy > shadow"], (await gateway.AuditAsync()).Select(entry => $"{entry!["route"]} {entry["before"]} > {entry["after"]}"));
        Assert.All(await gateway.AuditAsync(), entry => Assert.True((long)entry!["id"]! > 0));
        Assert.Equal("job_1", Assert.Single(gateway.Services.GetRequiredService<GatewayDatabase>().Read(JobTable.Find)).Id);
        Assert.False(File.Exists(Path.Combine(gateway.Folder, "gateway.db")));
    }
}
