using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Strangler.Testing;

namespace Strangler.Gateway.Tests.Audit;

/// <summary>A database that cannot be used, with the real thing in its way: the gateway runs on and says so everywhere.</summary>
public sealed class UnusableDatabaseTests : IAsyncDisposable
{
    private readonly GatewayApp _gateway = new GatewayApp(new Uri("http://127.0.0.1:1")).With(services => services.AddFakeLogging());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Database => Path.Combine(_gateway.Folder, "gateway.db");

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task ReadOnlyFile_StopsNoStart_AndIsWrittenOnceItCanBe()
    {
        using (var database = OwnDatabase.Open(Database))
            database.Open();
        using (Obstacles.Immutable(Database))
        {
            _gateway.Start();
            await IsSaidAsync("the file cannot be written");
            await IsKeptAsync();
        }

        await Eventually.IsTrueAsync(async () => (string?)(await HealthAsync())["database"] == "good", Token);
        await Eventually.IsTrueAsync(async () => (await _gateway.AuditAsync()) is [{ } entry] && (int)entry["id"]! == 1, Token);
        Assert.Null((string?)(await _gateway.BoardAsync())["audit_problem"]);
    }

    [Fact]
    public async Task ReadOnlyFolder_StopsNoStart()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_gateway.Folder, "store")).FullName;
        await using var gateway = new GatewayApp(new Uri("http://127.0.0.1:1"), ("ShadowDiff:Database", Path.Combine(folder, "gateway.db"))).With(services => services.AddFakeLogging());
        using var obstacle = Obstacles.Immutable(folder);
        gateway.Start();

        Assert.Contains("cannot be opened", (string?)(await gateway.BoardAsync())["audit_problem"], StringComparison.Ordinal);
        await gateway.SetStageAsync("status", "shadow");
        Assert.Contains("only in the gateway's memory", (string?)(await gateway.BoardAsync())["audit_problem"], StringComparison.Ordinal);
        Assert.Equal(-1, (int?)Assert.Single(await gateway.AuditAsync())!["id"]);
    }

    [Fact]
    public async Task FileDamagedInItsMiddle_WhileRunning_IsSetAsideAtTheNextReport_AndSaid()
    {
        _gateway.Start();
        for (var i = 0; i < 200; i++)
            await _gateway.SetStageAsync("status", i % 2 == 0 ? "shadow" : "legacy");
        await CheckpointAsync();
        await using (var file = new FileStream(Database, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
            file.SetLength(20_000);
        SqliteConnection.ClearAllPools(); // what they have in memory is still whole

        await _gateway.Management.GetAsync("/api/audit?limit=1000", Token);
        await _gateway.Management.GetAsync("/reports", Token);

        // What the connection for writing still has in memory is saved; how much that is, is SQLite's affair.
        await Eventually.IsTrueAsync(async () => ((string?)(await _gateway.BoardAsync())["audit_problem"])?.Contains($"set aside as {Database}.damaged-1", StringComparison.Ordinal) == true, Token);
        Assert.True(File.Exists($"{Database}.damaged-1"));
        Assert.Single(_gateway.Services.GetFakeLogCollector().GetSnapshot(), entry => entry.Level == LogLevel.Error && entry.Message.Contains("damaged-1", StringComparison.Ordinal));
        var isWhole = (string?)(await HealthAsync())["database"] == "good";
        Assert.Contains(
            $"strangler_gateway_database_repairs_total{{otel_scope_name=\"Strangler.Gateway\",outcome=\"{(isWhole ? "complete" : "begun-anew")}\"}} 1",
            await _gateway.Management.GetStringAsync("/metrics", Token), StringComparison.Ordinal);
        await _gateway.SetStageAsync("health", "shadow");
        var audit = await _gateway.AuditAsync();
        Assert.Equal((isWhole ? 50 : 1, "health"), (audit.Count, (string?)audit[0]!["route"]));
        Assert.Equal(200, (int)(await _gateway.Management.GetAsync("/reports", Token)).StatusCode);
    }

    private Task CheckpointAsync() => _gateway.Services.GetRequiredService<ShadowDiff.Store.GatewayDatabase>().MaintainAsync(
        static connection =>
        {
            using var checkpoint = connection.CreateCommand();
            checkpoint.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
            checkpoint.ExecuteScalar();
        },
        Token);

    private async Task IsSaidAsync(string problem)
    {
        Assert.Equal(("healthy", "unavailable"), ((string?)(await HealthAsync())["status"], (string?)(await HealthAsync())["database"]));
        Assert.Contains(problem, (string?)(await _gateway.BoardAsync())["audit_problem"], StringComparison.Ordinal);
        Assert.Contains(_gateway.Services.GetFakeLogCollector().GetSnapshot(), entry => entry.Level == LogLevel.Error && entry.Message.Contains("runs without its database", StringComparison.Ordinal));
        Assert.Equal(503, (int)(await _gateway.Management.GetAsync("/reports", Token)).StatusCode);
    }

    private async Task IsKeptAsync()
    {
        using var answer = await _gateway.PostAsync("/api/routes/status/stage", new JsonObject { ["stage"] = "shadow", ["who"] = "ana", ["reason"] = "look" });
        Assert.Contains("Not yet in the audit", (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync(Token))!["warning"], StringComparison.Ordinal);
        Assert.Equal(-1, (int?)Assert.Single(await _gateway.AuditAsync())!["id"]);
    }

    private async Task<JsonObject> HealthAsync() => (JsonObject)JsonNode.Parse(await _gateway.Management.GetStringAsync("/healthz", Token))!;
}
