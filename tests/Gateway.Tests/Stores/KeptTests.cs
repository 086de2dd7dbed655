using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Strangler.Contract;
using Strangler.Gateway.Configuration;
using Strangler.Gateway.Cutover;
using Strangler.Gateway.Jobs;
using Strangler.Services.Backups.Jobs;
using Strangler.ShadowDiff.Store;
using Strangler.Testing;
using Strangler.Testing.Stores;

namespace Strangler.Gateway.Tests.Stores;

/// <summary>What a gateway keeps over a restart, whichever engine has it.</summary>
public abstract class KeptTests(TestEngine engine) : EngineTests(engine)
{
    [Fact]
    public async Task WhatAGatewayKnows_IsKnownAfterARestart()
    {
        using var folder = new TemporaryFolder();
        await using var legacy = await LegacyStub.StartAsync();
        var latch = new Latch("health", new(Stage.Live), new(Stage.Legacy), DateTimeOffset.UnixEpoch, "breaker", "5 of 5 failed", new(Stage.Legacy));
        var job = new StoredJob("job_1", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(20_000), "{}");
        JsonArray audited;
        await using (var gateway = Gateway(legacy, folder).Start())
        {
            await gateway.SetStageAsync("status", "shadow");
            for (var i = 0; i < 3; i++)
                await gateway.Public.GetStringAsync("/api/status", Token);
            (await gateway.PostAsync("/api/plans", new JsonObject { ["routes"] = new JsonArray("perf"), ["plan"] = "default", ["force"] = true, ["who"] = "ana", ["reason"] = "it's time" })).EnsureSuccessStatusCode();
            gateway.Services.GetRequiredService<Latches>().Add([latch]);
            gateway.Services.GetRequiredService<GatewayFiles>().TakeUp([new OwnWrite([1, 0], [2])]);
            await gateway.Services.GetRequiredService<IJobStore>().SaveAsync(job, Token);
            await gateway.Services.GetRequiredService<OwnershipTable>().WriteAsync([new("job_2", DateTimeOffset.UnixEpoch)], DateTimeOffset.MinValue, Token);
            await Eventually.IsTrueAsync(async () => await ComparedAsync(gateway) == 3, Token);
            audited = await gateway.AuditAsync();
        }

        await using var again = Gateway(legacy, folder);
        again.Start();
        Assert.True(audited.Count >= 2);
        Assert.Equal(audited.Select(entry => $"{entry}"), (await again.AuditAsync()).TakeLast(audited.Count).Select(entry => $"{entry}"));
        Assert.Equal(3, await ComparedAsync(again));
        Assert.Equal("running", (string?)(await again.BoardAsync())["routes"]!.AsArray().Single(row => (string?)row!["route"] == "perf")!["plan"]!["state"]);
        Assert.Equal(latch with { IsOfEarlierRun = true }, again.Services.GetRequiredService<Latches>().Of("health"));
        var database = again.Services.GetRequiredService<GatewayDatabase>();
        Assert.Equal([job], database.Read(JobTable.Find));
        Assert.Equal("job_2", Assert.Single(database.Read(OwnershipTable.Find)).Id);
        Assert.Equal([2], Assert.Single(database.Read(connection => InDoubtTable.Find(connection, again.FeaturesPath))).After);
    }

    private GatewayApp Gateway(LegacyStub legacy, TemporaryFolder folder) => new(legacy.Address, [("Config", folder.Path), .. Place().Settings]);

    private static async Task<long> ComparedAsync(GatewayApp gateway) => JsonNode.Parse(await gateway.Management.GetStringAsync("/api/reports", Token))!["routes"]!.AsArray()
        .Where(route => (string?)route!["route"] == "status").Sum(route => (long)route!["diverged"]! + (long)route["matched"]! + (long)route["on_purpose"]!);
}

public sealed class SqliteKeptTests() : KeptTests(TestEngine.Sqlite());

public sealed class PostgresqlKeptTests() : KeptTests(TestEngine.Postgresql());
