using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Strangler.Gateway.Audit;
using Strangler.Testing;

namespace Strangler.Gateway.Tests.Audit;

/// <summary>Another program holds the database, by SQLite's own lock: nobody waits for it, and once it is free the audit has everything in order.</summary>
public sealed class LockedDatabaseTests : IDisposable
{
    private const string Edited = "features.json status legacy > shadow";

    private readonly TemporaryFolder _database = new();
    private readonly TemporaryFolder _files = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Database => _database.Combine("gateway.db");

    public void Dispose()
    {
        _database.Dispose();
        _files.Dispose();
    }

    [Fact]
    public async Task HeldAtTheStart_EveryChangeIsInForceAndAnswered_WhileItStillIs()
    {
        await BeginAsync();
        using var holder = Hold();
        await using var gateway = Gateway().With("shadow", "status").Start();

        var moved = await AskAsync(gateway, "/api/routes/health/stage", new() { ["stage"] = "shadow" });
        var back = await AskAsync(gateway, "/api/rollback", new() { ["route"] = "status" });
        var all = await AskAsync(gateway, "/api/legacy-only", new() { ["enabled"] = true });

        Assert.All([moved, back, all], answer => Assert.Contains("another program holds the file", (string?)answer["warning"], StringComparison.Ordinal));
        var board = await gateway.BoardAsync();
        Assert.Equal((true, "legacy", "shadow"), ((bool)board["legacy_only"]!, StageOf(board, "status"), StageOf(board, "health")));
        Assert.Equal([-3, -2, -1], (await gateway.AuditAsync()).Select(entry => (int)entry!["id"]!));
        Assert.Contains("no older ones", await gateway.Management.GetStringAsync("/api/audit", Token), StringComparison.Ordinal);
        Assert.Equal(503, (int)(await gateway.Management.GetAsync("/reports", Token)).StatusCode);
    }

    /// <summary>The edit was made before all that, and the rollback of it would hide it.</summary>
    [Fact]
    public async Task EditWhileDown_OfAStartWithoutItsDatabase_IsAuditedBeforeWhatWasChangedSince_AndNothingElse()
    {
        await BeginAsync();
        using (var holder = Hold())
        {
            await using var gateway = Gateway().With("shadow", "status").Start();
            await AskAsync(gateway, "/api/rollback", new() { ["route"] = "status" });
            await AskAsync(gateway, "/api/routes/health/stage", new() { ["stage"] = "shadow" });
            holder.Dispose();
            await AskAsync(gateway, "/api/routes/health/stage", new() { ["stage"] = "legacy" });
            await Eventually.IsTrueAsync(async () => (await gateway.AuditAsync()).All(entry => (int)entry!["id"]! > 0), Token);

            Assert.Equal(
                ["test health shadow > legacy", "test health legacy > shadow", "test status shadow > legacy", Edited, "test health shadow > legacy", "test health legacy > shadow"],
                Said(await gateway.AuditAsync()));
        }

        await using var again = Gateway().Start();
        Assert.Equal(6, (await again.AuditAsync()).Count);
    }

    /// <summary>A program that was killed meanwhile leaves its entries beside the database; what the next start finds comes after them.</summary>
    [Fact]
    public async Task WhatWaits_IsWrittenBeforeWhatIsNewer_InTheSameTransaction()
    {
        var entry = new AuditEntry(0, new(2026, 11, 29, 3, 0, 0, TimeSpan.Zero), "ana", "3 a.m.", "status", "legacy", "shadow");
        using (var first = OwnDatabase.Services(Database))
        {
            await first.GetRequiredService<AuditLog>().AppendAsync(entry);
        }

        using (var holder = Hold())
        using (var killed = OwnDatabase.Services(Database))
        {
            Assert.Contains("kept in", await killed.GetRequiredService<AuditLog>().AppendAsync(entry with { After = "live" }), StringComparison.Ordinal);
        }

        using var services = OwnDatabase.Services(Database);
        var audit = services.GetRequiredService<AuditLog>();
        services.GetRequiredService<AuditBacklog>().BeginWith(_ => [entry with { After = "found" }]);
        using (var holder = Hold())
        {
            await audit.AppendAsync(entry with { After = "complete" });
            Assert.Equal(2, audit.Waiting);
        }

        Assert.Null(await audit.AppendAllAsync([entry with { After = "legacy" }, entry with { After = "canary 5%" }]));
        Assert.Equal(["shadow", "live", "found", "complete", "legacy", "canary 5%"], (await audit.FindAsync(new AuditQuery(10), Token)).OrderBy(found => found.Id).Select(found => found.After));
        Assert.Equal((0, false), (audit.Waiting, File.Exists($"{Database}.audit.jsonl")));
    }

    /// <summary>The file beside the database hangs, too: a pipe that nobody reads.</summary>
    [Fact]
    public async Task SideFileThatHangs_KeepsNeitherAWayBackNorTheBoardWaiting()
    {
        await BeginAsync();
        using var holder = Hold();
        await using var gateway = Gateway().With("shadow", "status").Start();
        await AskAsync(gateway, "/api/routes/health/stage", new() { ["stage"] = "shadow" }); // the side file is read by now
        Obstacles.Pipe($"{Database}.audit.jsonl");

        await AskAsync(gateway, "/api/rollback", new() { ["route"] = "status" });
        var answer = await AskAsync(gateway, "/api/legacy-only", new() { ["enabled"] = true });
        var board = await gateway.BoardAsync();

        Assert.Contains("Not", (string?)answer["warning"], StringComparison.Ordinal);
        Assert.Equal((true, "legacy"), ((bool)board["legacy_only"]!, StageOf(board, "status")));
        Assert.Contains("only in the gateway's memory", (string?)board["audit_problem"], StringComparison.Ordinal);
        await File.ReadAllBytesAsync($"{Database}.audit.jsonl", Token); // it comes back
    }

    /// <summary>As <c>BEGIN EXCLUSIVE</c> of the <c>sqlite3</c> shell does.</summary>
    private SqliteConnection Hold()
    {
        var other = new SqliteConnection($"Data Source={Database};Pooling=false");
        other.Open();
        using var begin = other.CreateCommand();
        begin.CommandText = "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE";
        begin.ExecuteNonQuery();
        return other;
    }

    /// <summary>A first run, so that there is a database with an audit.</summary>
    private async Task BeginAsync()
    {
        await using var gateway = Gateway().Start();
        await gateway.SetStageAsync("health", "shadow");
        await gateway.SetStageAsync("health", "legacy");
    }

    private GatewayApp Gateway()
    {
        File.Delete(_files.Combine("features.json"));
        return new(new Uri("http://127.0.0.1:1"), [("Config", _files.Path), ("ShadowDiff:Database", Database)]);
    }

    private static async Task<JsonNode> AskAsync(GatewayApp gateway, string path, JsonObject body)
    {
        (body["who"], body["reason"]) = ("test", "test");
        using var answer = await gateway.PostAsync(path, body);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(Token))!;
    }

    private static string? StageOf(JsonNode board, string route) =>
        (string?)board["routes"]!.AsArray().Single(one => (string?)one!["route"] == route)!["stage"];

    private static IEnumerable<string> Said(JsonArray audit) => audit.Select(entry => $"{entry!["who"]} {entry["route"]} {entry["before"]} > {entry["after"]}");
}
