using System.Text.Json.Nodes;
using Strangler.Contract;
using Strangler.Testing;

namespace Strangler.Gateway.Tests.Cutover;

public sealed class CutoverTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static readonly (string, string) ServedBy = ("Gateway:ServedByHeader", "true");

    [Theory]
    [InlineData("legacy", "legacy")]
    [InlineData("shadow", "legacy")]
    [InlineData("live", "modern")]
    [InlineData("complete", "modern")]
    public async Task Stage_DecidesWhoAnswers(string stage, string side)
    {
        await using var legacy = await LegacyStub.StartAsync();
        await using var gateway = new GatewayApp(legacy.Address, ServedBy).With(stage, "test").Start();

        Assert.Equal(side, await SideOfAsync(gateway.Public, HttpMethod.Post, "/api/test"));
    }

    [Theory]
    [InlineData("/api/test/")]
    [InlineData("/API/test")]
    [InlineData("/x/../api/test")]
    [InlineData("/api/./test")]
    [InlineData("/api/status?job_id=job_1")]
    [InlineData("/api/statu")]
    public async Task Live_WhatTheModuleDoesNotOwn_GoesToLegacyAsItCame(string target)
    {
        await using var legacy = await LegacyStub.StartAsync();
        await using var gateway = new GatewayApp(legacy.Address, ServedBy).With("live", "test", "status").Start();
        using var client = gateway.Public;
        var uri = new Uri(client.BaseAddress!.GetLeftPart(UriPartial.Authority) + target, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });

        Assert.Equal("legacy GET " + target, await client.GetStringAsync(uri, Token));
    }

    [Fact]
    public async Task LegacyOnly_OutranksEveryFlag_AndGivesThemBack()
    {
        await using var legacy = await LegacyStub.StartAsync();
        await using var gateway = new GatewayApp(legacy.Address, ServedBy).With("complete", "test").Start();

        await SwitchAsync(gateway, enabled: true);
        Assert.Equal("legacy", await SideOfAsync(gateway.Public, HttpMethod.Post, "/api/test"));

        await SwitchAsync(gateway, enabled: false);
        Assert.Equal("modern", await SideOfAsync(gateway.Public, HttpMethod.Post, "/api/test"));
    }

    [Fact]
    public async Task LegacyFlaskProxy_AtStart_HoldsAgainstEveryEdit()
    {
        await using var legacy = await LegacyStub.StartAsync();
        await using var gateway = new GatewayApp(legacy.Address, ServedBy, ("Cutover:LegacyFlaskProxy", "true")).With("live", "test").Start();

        await gateway.SetStageAsync("test", "complete");

        Assert.Equal("legacy", await SideOfAsync(gateway.Public, HttpMethod.Post, "/api/test"));
    }

    [Fact]
    public async Task Edit_OfTheFile_IsPutInForceAndAudited()
    {
        await using var legacy = await LegacyStub.StartAsync();
        await using var gateway = new GatewayApp(legacy.Address, ServedBy).Start();

        gateway.With("live", "test");
        await Eventually.GetAsync(() => SideOfAsync(gateway.Public, HttpMethod.Post, "/api/test"), side => side == "modern", Token);

        var entry = (await gateway.AuditAsync())[0]!;
        Assert.Equal(("test", "legacy", "live", "features.json"), ((string?)entry["route"], (string?)entry["before"], (string?)entry["after"], (string?)entry["who"]));
    }

    [Fact]
    public async Task Edit_WithErrors_KeepsTheLastGoodState_AndShowsEveryError()
    {
        await using var legacy = await LegacyStub.StartAsync();
        await using var gateway = new GatewayApp(legacy.Address, ServedBy).With("live", "test").Start();
        var good = await File.ReadAllTextAsync(gateway.FeaturesPath, Token);

        await File.WriteAllTextAsync(gateway.FeaturesPath, good.Replace("cutover.test\"", "cutover.tset\"", StringComparison.Ordinal).Replace("cutover.stop\"", "cutover.stpo\"", StringComparison.Ordinal), Token);
        // A look in the middle of the writing finds a file that is no JSON, which is an error of its own.
        var error = await Eventually.GetAsync(LastErrorAsync, now => now?.Contains("cutover.tset", StringComparison.Ordinal) == true, Token);
        Assert.Contains("cutover.stpo", error, StringComparison.Ordinal);
        Assert.Equal("modern", await SideOfAsync(gateway.Public, HttpMethod.Post, "/api/test"));

        await File.WriteAllTextAsync(gateway.FeaturesPath, good, Token);
        await Eventually.GetAsync(LastErrorAsync, now => now is null, Token);

        async Task<string?> LastErrorAsync() => (string?)(await gateway.BoardAsync())["reloads"]!["last_error"];
    }

    [Theory]
    [InlineData("features.json", "\"feature_flags\": [", "\"feature_flags\": [], \"feature_flags\": [", "feature_management.feature_flags: 'feature_flags' stands in line ")]
    [InlineData("yarp.json", "\"Routes\": {", "\"Routes\": {}, \"Routes\": {", "ReverseProxy.Routes: 'Routes' stands in line ")]
    [InlineData("rules.json", "\"rules\": [", "\"rules\": [], \"rules\": [", "rules: 'rules' stands in line ")]
    [InlineData("yarp.json", "\"/api/status\" }", "\"/{**a}/{**b}\" }", "yarp.json: the route 'status': Invalid path '/{**a}/{**b}'")]
    [InlineData("yarp.json", "\"Logging\": {", "\"Gateway\": { \"ConectionLimit\": 3 }, \"Logging\": {", "yarp.json: Gateway:ConectionLimit is no setting; did you mean Gateway:ConnectionLimit?")]
    public async Task Edit_WithAnError_IsABadReload_AndKeepsTheLastGoodState(string file, string old, string edited, string expected)
    {
        await using var legacy = await LegacyStub.StartAsync();
        await using var gateway = new GatewayApp(legacy.Address, ServedBy).With("live", "test").Start();
        var path = Path.Combine(gateway.Folder, file);
        var good = await File.ReadAllTextAsync(path, Token);
        Assert.Contains(old, good, StringComparison.Ordinal);

        // In one piece: half a file is a fault of its own.
        await File.WriteAllTextAsync($"{path}.new", good.Replace(old, edited, StringComparison.Ordinal), Token);
        File.Move($"{path}.new", path, overwrite: true);
        var reloads = await Eventually.GetAsync(async () => (await gateway.BoardAsync())["reloads"]!, now => now["last_error"] is not null, Token);

        Assert.Contains(expected, (string)reloads["last_error"]!, StringComparison.Ordinal);
        Assert.Equal(1, (int)reloads["bad"]!);
        Assert.Equal("modern", await SideOfAsync(gateway.Public, HttpMethod.Post, "/api/test"));
    }

    /// <summary>The stamp of a file is older than the moment at which it can be read: whoever has it open leaves no other one.</summary>
    [Theory]
    [InlineData("features.json")]
    [InlineData("yarp.json")]
    [InlineData("rules.json")]
    public async Task Edit_InAFileThatIsOpenForItsWriterAlone_IsInForceOnceThatLetsGo(string file)
    {
        await using var legacy = await LegacyStub.StartAsync();
        await using var gateway = new GatewayApp(legacy.Address).Start();
        await Eventually.GetAsync(ReloadsAsync, now => (int)now["good"]! == 1, Token);
        await using (var writer = new FileStream(Path.Combine(gateway.Folder, file), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            writer.Seek(0, SeekOrigin.End);
            writer.Write("\n"u8);
            await writer.FlushAsync(Token);
            var held = await Eventually.GetAsync(ReloadsAsync, now => now["last_error"] is not null, Token);
            Assert.Contains("cannot be read", (string?)held["last_error"], StringComparison.Ordinal);
            Assert.Equal((1, 1), ((int)held["good"]!, (int)held["bad"]!));
        }

        var read = await Eventually.GetAsync(ReloadsAsync, now => now["last_error"] is null, Token);
        Assert.Equal((2, 1), ((int)read["good"]!, (int)read["bad"]!));

        async Task<JsonNode> ReloadsAsync() => (await gateway.BoardAsync())["reloads"]!;
    }

    [Fact]
    public async Task Edit_OfRoutes_IsInForceWhenItSaysSo()
    {
        await using var legacy = await LegacyStub.StartAsync();
        await using var gateway = new GatewayApp(legacy.Address, ServedBy).With("live", "test").Start();
        var path = Path.Combine(gateway.Folder, "yarp.json");
        var good = await File.ReadAllTextAsync(path, Token);

        // The rules are read once more by themselves, soon after the start.
        await Eventually.GetAsync(GoodCountAsync, count => count == 1, Token);
        await File.WriteAllTextAsync(path, good.Replace("\"/api/test\"", "\"/api/tset\"", StringComparison.Ordinal), Token);
        await Eventually.GetAsync(GoodCountAsync, count => count == 2, Token);

        Assert.Equal("legacy", await SideOfAsync(gateway.Public, HttpMethod.Get, "/api/tset"));

        async Task<int> GoodCountAsync() => (int)(await gateway.BoardAsync())["reloads"]!["good"]!;
    }

    [Fact]
    public async Task Set_WhileAMemberStandsTwice_AnswersWithTheError()
    {
        await using var legacy = await LegacyStub.StartAsync();
        await using var gateway = new GatewayApp(legacy.Address, ServedBy).With("live", "test").Start();
        var good = await File.ReadAllTextAsync(gateway.FeaturesPath, Token);
        await File.WriteAllTextAsync(gateway.FeaturesPath, good.Replace("\"$schema\":", "\"$schema\": \"a\", \"$schema\":", StringComparison.Ordinal), Token);

        using var answer = await gateway.PostAsync("/api/routes/status/stage", new JsonObject { ["stage"] = "shadow", ["who"] = "t", ["reason"] = "t" });

        Assert.Equal(System.Net.HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Contains("'$schema' stands in line ", (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync(Token))!["error"]!, StringComparison.Ordinal);
        Assert.Equal("modern", await SideOfAsync(gateway.Public, HttpMethod.Post, "/api/test"));
    }

    [Fact]
    public async Task Rollback_WhileTheFileIsBroken_IsStillInForce_AndSaysSo()
    {
        await using var legacy = await LegacyStub.StartAsync();
        await using var gateway = new GatewayApp(legacy.Address, ServedBy).With("live", "test").Start();
        await File.WriteAllTextAsync(gateway.FeaturesPath, "{ half an ed", Token);

        using var answer = await gateway.PostAsync("/api/rollback", new JsonObject { ["who"] = "night", ["reason"] = "fire" });

        Assert.NotNull(JsonNode.Parse(await answer.Content.ReadAsStringAsync(Token))!["warning"]);
        Assert.Equal("legacy", await SideOfAsync(gateway.Public, HttpMethod.Post, "/api/test"));
    }

    [Fact]
    public async Task Revert_PutsBackWhatWasBefore()
    {
        await using var legacy = await LegacyStub.StartAsync();
        await using var gateway = new GatewayApp(legacy.Address).Start();
        await gateway.SetStageAsync("test", "shadow");
        await gateway.SetStageAsync("test", "live");
        var id = (long)(await gateway.AuditAsync())[0]!["id"]!;

        (await gateway.PostAsync($"/api/audit/{id}/revert", new JsonObject { ["who"] = "qa", ["reason"] = "oops" })).EnsureSuccessStatusCode();

        Assert.Equal("shadow", FeaturesFile.Load(gateway.FeaturesPath).Stages["test"]);
        Assert.Equal(("live", "shadow", "oops"), ((string?)(await gateway.AuditAsync())[0]!["before"], (string?)(await gateway.AuditAsync())[0]!["after"], (string?)(await gateway.AuditAsync())[0]!["why"]));
    }

    [Fact]
    public async Task Constraint_Broken_IsRefusedWithItsReason_UnlessForced()
    {
        await using var legacy = await LegacyStub.StartAsync();
        await using var gateway = new GatewayApp(legacy.Address).Start();
        var body = new JsonObject { ["stage"] = "complete", ["who"] = "t", ["reason"] = "t" };

        using var refused = await gateway.PostAsync("/api/routes/connect/stage", body);
        Assert.Equal(System.Net.HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("which backup server", await refused.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);

        body["force"] = true;
        (await gateway.PostAsync("/api/routes/connect/stage", body)).EnsureSuccessStatusCode();
    }

    [Fact]
    public async Task Flip_WhileARequestIsUnderWay_LetsItFinishWhereItStarted()
    {
        var arrived = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        await using var legacy = await LegacyStub.StartAsync(async context =>
        {
            arrived.TrySetResult();
            await release.Task;
            await Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(context.Response, "legacy to the end", context.RequestAborted);
        });
        await using var gateway = new GatewayApp(legacy.Address, ServedBy).Start();
        var slow = gateway.Public.PostAsync("/api/pause", null, Token);
        await arrived.Task.WaitAsync(Token);

        await gateway.SetStageAsync("pause", "complete");
        Assert.Equal("modern", await SideOfAsync(gateway.Public, HttpMethod.Post, "/api/pause"));
        release.SetResult();

        Assert.Equal("legacy to the end", await (await slow).Content.ReadAsStringAsync(Token));
    }

    internal static async Task<string> SideOfAsync(HttpClient client, HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, path);
        using var answer = await client.SendAsync(request, Token);
        answer.EnsureSuccessStatusCode();
        return answer.Headers.GetValues("X-Served-By").Single();
    }

    private static async Task SwitchAsync(GatewayApp gateway, bool enabled) =>
        (await gateway.PostAsync("/api/legacy-only", new JsonObject { ["enabled"] = enabled, ["who"] = "t", ["reason"] = "t" })).EnsureSuccessStatusCode();
}
