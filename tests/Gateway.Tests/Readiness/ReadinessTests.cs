using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Strangler.Gateway.Cutover;
using Strangler.Gateway.Readiness;
using Strangler.Testing;
using Strangler.Testing.Clients;

namespace Strangler.Gateway.Tests.Readiness;

/// <summary>A module that cannot work says so before clients do, and what modern answers goes back to legacy. With real files, clients and processes.</summary>
public sealed class ReadinessTests : IAsyncDisposable
{
    private readonly TemporaryFolder _root = new();
    private LegacyStub? _legacy;
    private GatewayApp? _gateway;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Client => StandInClient.PathIn(_root.Path);

    private string Web => _root.Combine("Client", "Client-gui");

    public async ValueTask DisposeAsync()
    {
        if (_gateway is not null)
            await _gateway.DisposeAsync();
        if (_legacy is not null)
            await _legacy.DisposeAsync();
        _root.Dispose();
    }

    [Fact]
    public async Task Installation_ThatIsWhole_IsReady_AndNoBackupIsMadeToFindOut()
    {
        var gateway = await StartAsync("live", "start_backup", "static", "favicon", "received_files", "check_receipt", "monitor_status");

        Assert.Equal("ready", await BecomesAsync("ready"));
        await Eventually.IsTrueAsync(() => !Directory.Exists(Path.Combine(gateway.Folder, "jobs", "running", "readiness")), Token);
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(gateway.Folder, "jobs", "running")));
        Assert.Empty((await gateway.BoardAsync())["not_ready"]!.AsArray());
    }

    [Theory]
    [InlineData("gone", "is not there")]
    [InlineData("folder", "is a folder")]
    [InlineData("not executable", "cannot be started (")]
    [InlineData("hangs", "starts and hangs")]
    [InlineData("fails", "ends with code 127 (cannot find a library)")]
    public async Task BackupClient_ThatBreaksWhileLive_IsNoticed_AndStartBackupTakenBack(string how, string problem)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Made with scripts and rights of Linux.");
        var gateway = await StartAsync("live", "start_backup", "static");
        Assert.Equal("ready", await BecomesAsync("ready"));

        Break(how);

        var row = await TakenBackAsync("start_backup");
        var why = (string)row["last_change"]!["why"]!;
        Assert.StartsWith($"The backup client '{Client}' {problem}", why, StringComparison.Ordinal);
        Assert.EndsWith("put it there so that it can be run, or set Services:Jobs:Client to where it is (and Services:LegacyRoot, if that is wrong).", why, StringComparison.Ordinal);
        Assert.Equal("live", (string?)(await RowAsync("static"))["stage"]);
        Assert.Equal("readiness", (string?)Assert.Single((await gateway.BoardAsync())["latched"]!.AsArray())!["watch"]);
        Assert.Equal("ready", (string?)(await ReadyAsync())["status"]); // legacy answers it again
        Assert.Equal("backup-client", (string?)Assert.Single((await ReadyAsync())["not_ready"]!.AsArray())!["check"]);
    }

    [Fact]
    public async Task FolderOfTheWebClient_ThatIsMovedAway_TakesItsRoutesBack()
    {
        var gateway = await StartAsync("live", "static", "favicon", "start_backup");
        Assert.Equal("ready", await BecomesAsync("ready"));
        Directory.Move(Web, Web + ".old");

        await TakenBackAsync("favicon");

        var row = await TakenBackAsync("static");
        Assert.Equal(
            $"The folder of the web client '{Web}' is not there: put it there, or set Services:LegacyRoot, or Services:Pages:WebFolder to where it is.",
            (string?)row["last_change"]!["why"]);
        Assert.Equal("live", (string?)(await RowAsync("start_backup"))["stage"]);
        Assert.Equal("legacy GET /", await gateway.Public.GetStringAsync("/", Token));
    }

    [Theory]
    [InlineData("live")]
    [InlineData("complete")]
    public async Task LegacyThatDoesNotAnswer_IsNoPlaceToGoBackTo(string stage)
    {
        var gateway = await StartAsync(stage, "static", "favicon");
        Assert.Equal("ready", await BecomesAsync("ready"));
        await _legacy!.DisposeAsync();
        Directory.Move(Web, Web + ".old");
        Assert.Equal("not-ready", await BecomesAsync("not-ready"));

        await FailsAgainAsync();

        Assert.Equal(stage, (string?)(await RowAsync("static"))["stage"]);
        Assert.Empty((await gateway.BoardAsync())["latched"]!.AsArray());
    }

    [Fact]
    public async Task WrongRoot_AtTheStart_IsSaid_AndRefusesMoves_UnlessForced()
    {
        var gateway = await StartAsync(rollBackAfter: 2, hasWeb: false, "canary 5 %", "static");
        var problem = $"The folder of the web client '{Web}' is not there";

        var row = await TakenBackAsync("static");
        Assert.StartsWith(problem, (string?)row["last_change"]!["why"], StringComparison.Ordinal);
        var page = await gateway.Management.GetStringAsync("/", Token);
        Assert.Contains("C# could not work: static, favicon", page, StringComparison.Ordinal);

        using var refused = await gateway.PostAsync("/api/routes/favicon/stage", GatewayApp.Move("canary 5 %", force: false));
        Assert.Equal(409, (int)refused.StatusCode);
        Assert.Contains($"'favicon' is not ready: {problem}", await refused.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        using var shadow = await gateway.PostAsync("/api/routes/favicon/stage", GatewayApp.Move("shadow", force: false));
        Assert.True(shadow.IsSuccessStatusCode);

        await gateway.SetStageAsync("favicon", "live");
        Assert.Contains($"[forced: 'favicon' is not ready: {problem}", (string?)(await gateway.AuditAsync())[0]!["why"], StringComparison.Ordinal);
        await Eventually.IsTrueAsync(async () => (string?)(await ReadyAsync())["status"] == "not-ready", Token);
        Assert.Contains("C# answers and cannot work: favicon", await gateway.Management.GetStringAsync("/", Token), StringComparison.Ordinal);
        await FailsAgainAsync();
        Assert.Equal("live", (string?)(await RowAsync("favicon"))["stage"]); // somebody wanted it so

        await gateway.SetStageAsync("favicon", "legacy");
        var (readiness, moved) = (gateway.Services.GetRequiredService<ModuleReadiness>(), gateway.Services.GetRequiredService<IRouteReadiness>());
        var check = readiness.Failing.Single(failing => failing.Routes.Contains("favicon"));
        var obstacle = Directory.CreateDirectory($"{gateway.FeaturesPath}.{Environment.ProcessId}.tmp"); // as a full disk
        using (var unwritten = await gateway.PostAsync("/api/routes/favicon/stage", GatewayApp.Move("live", force: true)))
            Assert.Contains("Nothing is changed", await unwritten.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.False(readiness.IsForced(check, "favicon"));
        obstacle.Delete();
        Assert.False(readiness.IsForced(check, "favicon")); // that was of the move that is undone
        await gateway.SetStageAsync("favicon", "live");
        Assert.True(readiness.IsForced(check, "favicon"));
        moved.Moves("favicon", isForced: false)();
        Assert.True(readiness.IsForced(check, "favicon")); // not moved after all
        moved.Moves("favicon", isForced: false);
        Assert.False(readiness.IsForced(check, "favicon"));
        await TakenBackAsync("favicon");
        await gateway.SetStageAsync("favicon", "live");

        InstallWeb();
        Assert.Equal("ready", await BecomesAsync("ready"));
        Directory.Move(Web, Web + ".old");
        await TakenBackAsync("favicon");
    }

    [Theory]
    [InlineData("file", "is a file")]
    [InlineData("gone", "is not there")]
    public async Task FolderOfReceivedFiles_ThatIsNone_IsNoticed(string how, string problem)
    {
        await StartAsync("live", "received_files");
        Assert.Equal("ready", await BecomesAsync("ready"));
        var folder = _root.Combine("received_files");
        Directory.Delete(folder, recursive: true);
        if (how == "file")
            await File.WriteAllTextAsync(folder, "", Token);

        var row = await TakenBackAsync("received_files");

        Assert.StartsWith($"The folder of the received files '{folder}' {problem}", (string?)row["last_change"]!["why"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task DatabaseOfTheBackupServer_ThatIsNone_IsNoticed_AndAMissingOneIsNot()
    {
        await StartAsync("live", "check_receipt");
        Assert.Equal("ready", await BecomesAsync("ready"));
        await File.WriteAllTextAsync(_root.Combine("defensive.db"), new string('x', 5000), Token);

        var row = await TakenBackAsync("check_receipt");

        Assert.StartsWith($"The backup server's database '{_root.Combine("defensive.db")}' cannot be read (", (string?)row["last_change"]!["why"], StringComparison.Ordinal);
        SqliteConnection.ClearAllPools();
    }

    [Fact]
    public async Task Blink_TakesNothingBack_AndIsForgotten()
    {
        var gateway = await StartAsync(rollBackAfter: 1000, hasWeb: true, "live", "static");
        Assert.Equal("ready", await BecomesAsync("ready"));
        Directory.Move(Web, Web + ".old");
        Assert.Equal("not-ready", await BecomesAsync("not-ready"));
        Assert.Equal(503, await StatusAsync("/readyz"));
        Assert.Contains("strangler_gateway_route_ready{", await gateway.Management.GetStringAsync("/metrics", Token), StringComparison.Ordinal);

        Directory.Move(Web + ".old", Web);

        Assert.Equal("ready", await BecomesAsync("ready"));
        Assert.Equal((200, 200), (await StatusAsync("/readyz"), await StatusAsync("/livez")));
        Assert.Equal("live", (string?)(await RowAsync("static"))["stage"]);
    }

    private Task<JsonNode> TakenBackAsync(string route) =>
        Eventually.GetAsync(() => RowAsync(route), row => ((string?)row["stage"], (string?)row["last_change"]?["after"]) == ("legacy", "legacy"), Token);

    /// <summary>Two more looks at a check that fails.</summary>
    private static Task FailsAgainAsync() => Task.Delay(TimeSpan.FromSeconds(1.5), TimeProvider.System, Token);

    private void Break(string how)
    {
        if (how != "not executable")
            File.Delete(Client);
        switch (how)
        {
            case "folder":
                Directory.CreateDirectory(Client);
                break;
            case "not executable":
                SetMode(Client, UnixFileMode.UserRead | UnixFileMode.UserWrite);
                break;
            case "hangs":
                Script("sleep 1000");
                break;
            case "fails":
                Script("echo 'cannot find a library' >&2; exit 127");
                break;
        }
    }

    private static void SetMode(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, mode);
    }

    private void Script(string line)
    {
        File.WriteAllText(Client, $"#!/bin/sh\n{line}\n");
        SetMode(Client, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private void InstallWeb()
    {
        Directory.CreateDirectory(Web);
        File.WriteAllText(Path.Combine(Web, "NewGUIforClient.html"), "<html>");
    }

    private Task<GatewayApp> StartAsync(string stage, params string[] routes) => StartAsync(rollBackAfter: 2, hasWeb: true, stage, routes);

    private async Task<GatewayApp> StartAsync(int rollBackAfter, bool hasWeb, string stage, params string[] routes)
    {
        StandInClient.Install(_root.Path);
        Directory.CreateDirectory(_root.Combine("favicon_stuff"));
        if (hasWeb)
            InstallWeb();
        _legacy = await LegacyStub.StartAsync();
        _gateway = new GatewayApp(
            _legacy.Address, ("Services:LegacyRoot", _root.Path), ("Services:Jobs:Client", Client), ("Gateway:Readiness:Interval", "00:00:00.300"), ("Gateway:Readiness:Timeout", "00:00:03"), ("Gateway:Readiness:RollBackAfter", $"{rollBackAfter}"));
        return _gateway.With(stage, routes).Start();
    }

    private async Task<string?> BecomesAsync(string status) => (string?)(await Eventually.GetAsync(ReadyAsync, ready => (string?)ready["status"] == status, Token))["status"];

    private async Task<JsonObject> ReadyAsync()
    {
        using var management = _gateway!.Management;
        using var answer = await management.GetAsync(new Uri("/readyz", UriKind.Relative), Token);
        return (JsonObject)JsonNode.Parse(await answer.Content.ReadAsStringAsync(Token))!;
    }

    private async Task<int> StatusAsync(string path)
    {
        using var management = _gateway!.Management;
        using var answer = await management.GetAsync(new Uri(path, UriKind.Relative), Token);
        return (int)answer.StatusCode;
    }

    private async Task<JsonNode> RowAsync(string route) => (await _gateway!.BoardAsync())["routes"]!.AsArray().Single(row => (string?)row!["route"] == route)!;
}
