using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Strangler.Testing;

namespace Strangler.Gateway.Tests.Audit;

/// <summary>What becomes of the audit when the database cannot take it. The change itself always works.</summary>
public sealed class AuditBacklogTests : IAsyncDisposable
{
    private readonly GatewayApp _gateway = new(new Uri("http://127.0.0.1:1"));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Database => Path.Combine(_gateway.Folder, "gateway.db");

    private string SideFile => $"{Database}.audit.jsonl";

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Theory]
    [InlineData("gateway.db")]
    [InlineData("gateway.db*")]
    public async Task DatabaseDeletedWhileRunning_IsWrittenAnewWithAllItHeld(string files)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows does not let an open database be deleted.");
        _gateway.Start();
        await SetAsync("status", "shadow");
        foreach (var file in Directory.GetFiles(_gateway.Folder, files))
            File.Delete(file);

        // Who finds it first says so: the change, or the gateway's own look at the file.
        if ((string?)(await SetAsync("status", "legacy"))["warning"] is { } warning)
            Assert.Contains("written anew, with everything it held", warning, StringComparison.Ordinal);
        Assert.Contains("written anew, with everything it held", (string?)(await _gateway.BoardAsync())["audit_problem"], StringComparison.Ordinal);

        Assert.Equal(["legacy", "shadow"], (await _gateway.AuditAsync()).Select(entry => (string?)entry!["after"]));
        using var other = new SqliteConnection($"Data Source={Database};Mode=ReadOnly;Pooling=false");
        other.Open();
        using var count = other.CreateCommand();
        count.CommandText = "SELECT count(*) FROM audit";
        Assert.Equal(2L, count.ExecuteScalar());
    }

    [Fact]
    public async Task DatabaseReplacedWhileRunning_SaysSo_AndKeepsTheEntryBesideIt_UntilItIsBack()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows does not let an open database be moved.");
        _gateway.Start();
        File.Move(Database, $"{Database}.away");
        await File.WriteAllTextAsync(Database, "not a database", Token);

        var answer = await SetAsync("status", "shadow");

        Assert.Contains(SideFile, (string?)answer["warning"], StringComparison.Ordinal);
        Assert.Contains("another file took its place", (string?)answer["warning"], StringComparison.Ordinal);
        Assert.Equal((string?)answer["warning"], (string?)(await _gateway.BoardAsync())["audit_problem"]);
        Assert.Equal("not a database", await File.ReadAllTextAsync(Database, Token));
        Assert.Contains("\"after\":\"shadow\"", await File.ReadAllTextAsync(SideFile, Token), StringComparison.Ordinal);
        Assert.Equal(-1, (int?)Assert.Single(await _gateway.AuditAsync())!["id"]);

        File.Move($"{Database}.away", Database, overwrite: true);
        await Eventually.IsTrueAsync(() => !File.Exists(SideFile), Token);
        Assert.Null((await _gateway.BoardAsync())["audit_problem"]);
        Assert.Equal(1, (int?)Assert.Single(await _gateway.AuditAsync())!["id"]);
    }

    [Fact]
    public async Task NeitherDatabaseNorSideFile_SaysThatItIsInMemoryAlone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows does not let an open database be moved.");
        _gateway.Start();
        Directory.CreateDirectory(SideFile);
        File.Move(Database, $"{Database}.away");
        await File.WriteAllTextAsync(Database, "another file", Token);

        var answer = await _gateway.PostAsync("/api/rollback", new JsonObject { ["who"] = "ana", ["reason"] = "3 a.m." });
        Assert.Equal(200, (int)answer.StatusCode);
        Assert.Contains("only in the gateway's memory", (string?)(await SetAsync("status", "shadow"))["warning"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatWaits_HasANumberEach_BySideFileOfAnEarlierRunToo_AndCanBePagedAndReverted()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows does not let an open database be moved.");
        _gateway.Start();
        await SetAsync("health", "shadow");
        File.Move(Database, $"{Database}.away");
        await File.WriteAllTextAsync(Database, "another file", Token);
        await SetAsync("status", "shadow");
        await SetAsync("status", "legacy");
        await SetAsync("health", "legacy");

        Assert.Equal([-3, -2, -1], Ids(await _gateway.AuditAsync()).Where(id => id < 0));
        Assert.Equal([-1], Ids(Entries(await _gateway.Management.GetStringAsync("/api/audit?before=-2", Token))).Where(id => id < 0));

        var reverted = await _gateway.PostAsync("/api/audit/-1/revert", new JsonObject { ["who"] = "ben", ["reason"] = "again" });
        Assert.Equal(200, (int)reverted.StatusCode);
        Assert.Equal("[]", JsonNode.Parse(await reverted.Content.ReadAsStringAsync(Token))!["changes"]!.ToJsonString());
    }

    private static IEnumerable<int> Ids(JsonArray entries) => entries.Select(entry => (int)entry!["id"]!);

    private static JsonArray Entries(string json) => JsonNode.Parse(json)!["entries"]!.AsArray();

    [Fact]
    public async Task SideFileOfAnEarlierRun_IsTakenIn_ALineThatWasCutOffIsNot()
    {
        await File.WriteAllTextAsync(
            SideFile,
            """
            {"id":0,"at":"2026-11-28T03:00:00+00:00","who":"ana","why":"3 a.m.","route":"status","before":"live","after":"legacy"}
            {"id":0,"at":"2026-11-2
            """,
            Token);
        _gateway.Start();

        await Eventually.IsTrueAsync(() => !File.Exists(SideFile), Token);
        var entry = Assert.Single(await _gateway.AuditAsync())!;
        Assert.Equal((1, "ana", "3 a.m.", "live", "legacy"), ((int)entry["id"]!, (string)entry["who"]!, (string)entry["why"]!, (string)entry["before"]!, (string)entry["after"]!));
    }

    [Fact]
    public async Task SideFileThatCannotBeRead_StopsNoStart_IsSaid_AndIsNotDeleted()
    {
        await using var held = new FileStream(SideFile, FileMode.Create, FileAccess.ReadWrite, FileShare.None);
        _gateway.Start();

        Assert.Contains("cannot be read", (string?)(await _gateway.BoardAsync())["audit_problem"], StringComparison.Ordinal);
        Assert.Null((string?)(await SetAsync("status", "shadow"))["warning"]);
        Assert.Single(await _gateway.AuditAsync());
        Assert.True(File.Exists(SideFile));
    }

    private async Task<JsonObject> SetAsync(string route, string stage)
    {
        var answer = await _gateway.PostAsync($"/api/routes/{route}/stage", new JsonObject { ["stage"] = stage, ["who"] = "ana", ["reason"] = "test" });
        return (JsonObject)JsonNode.Parse(await answer.Content.ReadAsStringAsync(Token))!;
    }
}
