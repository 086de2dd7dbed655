using System.Text.Json.Nodes;
using Strangler.Contract;
using Strangler.Testing;
using Strangler.Testing.Processes;

namespace Strangler.Gateway.Tests.Cutover;

/// <summary>The ways back to legacy, each with something real in the way of <c>features.json</c>: in force at once, said, and written when that can be done.</summary>
public sealed class BlockedExitTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("immutable")]
    [InlineData("broken")]
    [InlineData("pipe")]
    [InlineData("folder")]
    [InlineData("missing")]
    [InlineData("50 MB")]
    public async Task EachWayBack_WorksWhateverTheFileIs(string obstacle)
    {
        await using var gateway = Started();
        var good = await File.ReadAllTextAsync(gateway.FeaturesPath, Token);
        using (Put(obstacle, gateway.FeaturesPath))
        {
            await IsInForceButNotWrittenAsync(gateway, "/api/rollback", new() { ["route"] = "test" });
            Assert.Equal(("legacy", "live"), (await StageAsync(gateway, "test"), await StageAsync(gateway, "pause")));
            await IsInForceButNotWrittenAsync(gateway, "/api/legacy-only", new() { ["enabled"] = true });
            Assert.True((bool)(await gateway.BoardAsync())["legacy_only"]!);
            await IsInForceButNotWrittenAsync(gateway, "/api/rollback", []);
            Assert.Equal("legacy", await StageAsync(gateway, "pause"));
            Assert.Contains("in force, but not in features.json", (string?)(await gateway.BoardAsync())["reloads"]!["last_error"], StringComparison.Ordinal);
            Assert.Equal(500, (int)(await PostAsync(gateway, "/api/routes/status/stage", new() { ["stage"] = "shadow" })).StatusCode);
        }

        if (obstacle != "immutable")
            return; // a file that is put right by hand is newer

        await gateway.SetStageAsync("status", "shadow");
        var written = FeaturesFile.Load(gateway.FeaturesPath);
        Assert.Equal((true, "legacy", "legacy", "shadow"), (written.LegacyOnly, written.Stages["test"], written.Stages["pause"], written.Stages["status"]));
        Assert.NotEqual(good, written.ToString());
    }

    [Theory]
    [InlineData("broken")]
    [InlineData("pipe")]
    [InlineData("folder")]
    [InlineData("50 MB")]
    public async Task PlainProxy_StartsWhateverTheFileIs_AndSaysSo(string obstacle)
    {
        await using var legacy = await LegacyStub.StartAsync();
        await using var gateway = new GatewayApp(legacy.Address, ("Cutover:LegacyFlaskProxy", "true")).With("live", "test");
        using var put = Put(obstacle, gateway.FeaturesPath);

        gateway.Start();

        Assert.Equal("legacy GET /api/test", await gateway.Public.GetStringAsync("/api/test", Token));
        Assert.Contains("features.json", (string?)(await gateway.BoardAsync())["reloads"]!["last_error"], StringComparison.Ordinal);
        Assert.Empty(await gateway.AuditAsync());
    }

    [Fact]
    public async Task PlainProxy_DoesNotOpenTheDatabase_AndItsChangesAreAuditedByTheNextStart()
    {
        using var folder = new TemporaryFolder();
        await using var legacy = await LegacyStub.StartAsync();
        var database = folder.Combine("gateway.db");
        await File.WriteAllTextAsync(database, "garbage", Token);
        await using (var proxy = new GatewayApp(legacy.Address, ("Config", folder.Path), ("Cutover:LegacyFlaskProxy", "true")).With("live", "test").Start())
        {
            using var answer = await PostAsync(proxy, "/api/rollback", new() { ["route"] = "test" });

            Assert.Equal(200, (int)answer.StatusCode);
            Assert.Contains("is not opened: the gateway was started with --legacy-flask-proxy", (string?)(await proxy.BoardAsync())["audit_problem"], StringComparison.Ordinal);
        }

        Assert.Equal("garbage", await File.ReadAllTextAsync(database, Token));
        Assert.Equal(["gateway.db", "gateway.db.audit.jsonl"], Directory.GetFiles(folder.Path, "gateway.db*").Select(Path.GetFileName).Order());

        File.Delete(database);
        await using var next = new GatewayApp(legacy.Address, ("Config", folder.Path)).Start();
        await Eventually.IsTrueAsync(async () => (await next.AuditAsync()).Any(entry => (string?)entry!["who"] == "ana" && (string?)entry["before"] == "live"), Token);
    }

    [Fact]
    public async Task EachWayBack_WorksOnAFullDisk_AndLeavesNothingBehind()
    {
        await using var gateway = new GatewayApp(new Uri("http://127.0.0.1:1"));
        using var disk = Obstacles.SmallDisk(gateway.Folder);
        GatewayFolder.Fill(gateway.Folder);
        gateway.With("live", "test", "pause").Start();
        var filler = Obstacles.FillDisk(gateway.Folder);

        var warning = await IsInForceButNotWrittenAsync(gateway, "/api/legacy-only", new() { ["enabled"] = true });

        Assert.Contains("features.json cannot be written: No space left on device", warning, StringComparison.Ordinal);
        Assert.DoesNotContain(".tmp", warning, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(gateway.Folder, "*.tmp"));
        Assert.True((bool)(await gateway.BoardAsync())["legacy_only"]!);
        (await PostAsync(gateway, "/api/legacy-only", new() { ["enabled"] = false })).EnsureSuccessStatusCode(); // the file says so already
        Assert.False((bool)(await gateway.BoardAsync())["legacy_only"]!);
        await IsInForceButNotWrittenAsync(gateway, "/api/rollback", []);
        Assert.Equal("legacy", await StageAsync(gateway, "pause"));

        File.Delete(filler);
        await gateway.SetStageAsync("status", "shadow");
        Assert.Equal("legacy", FeaturesFile.Load(gateway.FeaturesPath).Stages["test"]);
    }

    [Fact]
    public async Task FileThatIsAPipe_IsRefused_AndHoldsUpNothing()
    {
        await using var gateway = Started();
        Obstacles.Pipe(gateway.FeaturesPath);

        await Eventually.IsTrueAsync(
            async () => ((string?)(await gateway.BoardAsync())["reloads"]!["last_error"])?.Contains("features.json cannot be read: it is a named pipe, not a file", StringComparison.Ordinal) == true, Token);
        Assert.Equal("live", await StageAsync(gateway, "test"));
        File.Delete(gateway.FeaturesPath);
        GatewayFolder.Fill(gateway.Folder);
        await Eventually.IsTrueAsync(async () => await StageAsync(gateway, "test") == "legacy", Token);
    }

    [Fact]
    public async Task FileThatIsGone_IsSaidInWords()
    {
        await using var gateway = Started();
        File.Delete(gateway.FeaturesPath);

        using var answer = await PostAsync(gateway, "/api/legacy-only", new() { ["enabled"] = false });

        Assert.Equal(500, (int)answer.StatusCode);
        Assert.Contains(
            $"features.json cannot be read: there is no {gateway.FeaturesPath}. Nothing is changed: put the file right and ask again.",
            await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task FileWithoutTheSwitch_GetsIt()
    {
        await using var gateway = new GatewayApp(new Uri("http://127.0.0.1:1"));
        var text = await File.ReadAllTextAsync(gateway.FeaturesPath, Token);
        var flag = text.Split('\n').Single(line => line.Contains("\"legacy-only\"", StringComparison.Ordinal));
        await File.WriteAllTextAsync(gateway.FeaturesPath, text.Replace(flag + "\n", "", StringComparison.Ordinal), Token);
        gateway.Start();

        (await PostAsync(gateway, "/api/legacy-only", new() { ["enabled"] = true })).EnsureSuccessStatusCode();

        Assert.True(FeaturesFile.Load(gateway.FeaturesPath).LegacyOnly);
        Assert.True((bool)(await gateway.BoardAsync())["legacy_only"]!);
    }

    private static GatewayApp Started() => new GatewayApp(new Uri("http://127.0.0.1:1")).With("live", "test", "pause").Start();

    private static IDisposable? Put(string obstacle, string path)
    {
        switch (obstacle)
        {
            case "immutable":
                return Obstacles.Immutable(path);
            case "pipe":
                Obstacles.Pipe(path);
                break;
            case "folder":
                File.Delete(path);
                Directory.CreateDirectory(path);
                break;
            case "missing":
                File.Delete(path);
                break;
            case "50 MB":
                using (var file = new FileStream(path, FileMode.Open))
                    file.SetLength(50 * 1024 * 1024);
                break;
            default:
                File.WriteAllText(path, "{ broken");
                break;
        }

        return null;
    }

    private static async Task<string> IsInForceButNotWrittenAsync(GatewayApp gateway, string path, JsonObject body)
    {
        using var answer = await PostAsync(gateway, path, body);
        Assert.Equal(200, (int)answer.StatusCode);
        var warning = (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync(Token))!["warning"];
        Assert.Contains("In force, but not written", warning, StringComparison.Ordinal);
        return warning!;
    }

    private static Task<HttpResponseMessage> PostAsync(GatewayApp gateway, string path, JsonObject body) =>
        gateway.PostAsync(path, new JsonObject(body.Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone()))) { ["who"] = "ana", ["reason"] = "3 a.m." });

    private static async Task<string?> StageAsync(GatewayApp gateway, string route) =>
        (string?)(await gateway.BoardAsync())["routes"]!.AsArray().Single(row => (string?)row!["route"] == route)!["stage"];
}
