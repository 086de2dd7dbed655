using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Strangler.EndToEnd.Tests.CommandLine;
using Strangler.Testing;
using Strangler.Testing.Clients;
using Strangler.Testing.Processes;

namespace Strangler.EndToEnd.Tests.Gateway;

/// <summary>A gateway whose place another takes while clients ask it, with a job that runs and an upload that is under way. Real processes.</summary>
public sealed class UpgradeTests : IAsyncDisposable
{
    private static readonly string[] Asked = ["/api/health", "/api/status", "/api/cancelable_jobs", "/"];

    private static readonly string[] Ported = ["start_backup", "status", "job_status", "health", "cancel_job", "cancelable_jobs", "realtime"];

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private readonly TemporaryFolder _folder = new();
    private readonly List<int> _processes = [];
    private LegacyServer? _legacy;
    private GatewayProcess? _gateway;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Upgrade_UnderTraffic_LosesNoRequestNoUploadAndNoJob()
    {
        await StartAsync();
        using var client = new HttpClient { BaseAddress = _gateway!.Public };
        var running = await StartJobAsync(client, "runs", $"wait {_folder.Combine("go")}\nout \\rTransferring 42% (42 B/100 B)\nexit 0\n");
        using var upload = new SlowUpload(_gateway.Public);
        await upload.BeginAsync(Token);

        using var board = new HttpClient { BaseAddress = _gateway.Management };
        await board.GetStringAsync("/api/routes", Token);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var asking = Asked.Select(path => AskAsync(path, over.Token)).ToList();
        var successor = await UpgradeAsync();

        Assert.NotEqual(_gateway.ProcessId, successor);
        await SetAsync(board, "pause", "over a connection of before");
        using (var other = new HttpClient { BaseAddress = _gateway.Management })
            await SetAsync(other, "stop", "over a new one");
        Assert.True((await StatusAsync(client, running))["backing_up"]!.GetValue<bool>());
        Assert.Contains(running, await client.GetStringAsync("/api/cancelable_jobs", Token), StringComparison.Ordinal);
        var judged = await board.PostAsJsonAsync("/api/divergences/0123456789abcdef/fixed", new { who = "test", reason = "while both run" }, Token);
        Assert.Contains("Nothing is changed", await judged.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Contains("has not ended yet", (await CutoverProgram.RunAsync(_gateway.Management, Token, "upgrade", "--reason", "at once again")).Error, StringComparison.Ordinal);
        var uploaded = await upload.EndAsync("exit 0\n", Token);
        var cancelled = await StartJobAsync(client, "is cancelled by the new one", $"wait {_folder.Combine("never")}\n");
        Assert.Equal(HttpStatusCode.OK, (await client.PostAsync($"/api/cancel/{cancelled}", null, Token)).StatusCode);

        using var page = new ClientWebSocket();
        await page.ConnectAsync(new UriBuilder(_gateway.Public) { Scheme = "ws", Path = "/ws" }.Uri, Token);
        await page.SendAsync(Encoding.UTF8.GetBytes($$"""{"type":"requestStatus","jobId":"{{running}}"}"""), WebSocketMessageType.Text, endOfMessage: true, Token);
        await HearAsync(page, running, "BACKUP_IN_PROGRESS");
        await File.WriteAllTextAsync(_folder.Combine("go"), "", Token);
        await HearAsync(page, running, "42%");
        while (IsAlive(_gateway.ProcessId))
            await Task.Delay(Look, TimeProvider.System, Token);
        foreach (var (job, phase) in new[] { (running, "COMPLETED"), (uploaded, "COMPLETED"), (cancelled, "CANCELLED") })
            Assert.Equal(phase, (string?)(await StatusAsync(client, job))["phase"]);

        await over.CancelAsync();
        foreach (var failures in await Task.WhenAll(asking))
            Assert.Empty(failures);

        // Both changes are the new one's to write down, once the database is: with who made them and why, and as nothing else.
        List<JsonNode> audited;
        do
            audited = [.. JsonNode.Parse(await board.GetStringAsync("/api/audit", Token))!["entries"]!.AsArray().OfType<JsonNode>().Where(entry => (long)entry["id"]! > 0 && (string?)entry["route"] is "pause" or "stop")];
        while (audited.Count < 2);
        Assert.Equal(["test: over a new one", "test: over a connection of before"], audited.Select(entry => $"{entry["who"]}: {entry["why"]}"));

        // Nothing was wrong, so no log says so.
        Assert.DoesNotContain("fail: ", _gateway.Output, StringComparison.Ordinal);

        // The next one finds all as it was.
        Assert.NotEqual(successor, await UpgradeOnceItCanAsync());
        Assert.Equal("COMPLETED", (string?)(await StatusAsync(client, running))["phase"]);
    }

    [Fact]
    public async Task Upgrade_ToOneThatCannotStart_SaysWhy_AndLeavesAllAsItWas()
    {
        await StartAsync();
        using var client = new HttpClient { BaseAddress = _gateway!.Public };
        var rules = Path.Combine(_gateway.Folder, "rules.json");
        var good = await File.ReadAllTextAsync(rules, Token);
        await File.WriteAllTextAsync(rules, "[5]", Token);

        var refused = await CutoverProgram.RunAsync(_gateway.Management, Token, "upgrade", "--reason", "try");
        Assert.True(refused.ExitCode == 1, refused.ToString());
        Assert.Contains("rules.json", refused.Error, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/health", Token)).StatusCode);

        await File.WriteAllTextAsync(rules, good, Token);
        Assert.NotEqual(_gateway.ProcessId, await UpgradeAsync());
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/health", Token)).StatusCode);
    }

    [Fact]
    public async Task Successor_ThatEndsWhileTheOldOneIsThere_LeavesItServing()
    {
        await StartAsync();
        using var client = new HttpClient { BaseAddress = _gateway!.Public };
        var running = await StartJobAsync(client, "runs", $"wait {_folder.Combine("go")}\nexit 0\n");
        using (var successor = Process.GetProcessById(await UpgradeAsync()))
        {
            successor.Kill();
            await successor.WaitForExitAsync(Token);
        }

        Assert.True((await StatusAsync(client, running))["backing_up"]!.GetValue<bool>());
        Assert.NotEqual(_gateway.ProcessId, await UpgradeAsync());
        await File.WriteAllTextAsync(_folder.Combine("go"), "", Token);
        while (IsAlive(_gateway.ProcessId))
            await Task.Delay(Look, TimeProvider.System, Token);
        Assert.Equal("COMPLETED", (string?)(await StatusAsync(client, running))["phase"]);
    }

    /// <summary>Nobody would serve where it had begun nothing that keeps it.</summary>
    [Fact]
    public async Task Successor_ThatEndsAtOnce_LeavesTheOldOneServing_AlsoWhenNothingIsUnderWay()
    {
        await StartAsync();
        using (var successor = Process.GetProcessById(await UpgradeAsync()))
        {
            successor.Kill();
            await successor.WaitForExitAsync(Token);
        }

        await Eventually.IsTrueAsync(() => _gateway!.Output.Contains("this one serves again", StringComparison.Ordinal), Token);
        using var client = new HttpClient { BaseAddress = _gateway!.Public };
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/health", Token)).StatusCode);
        Assert.NotEqual(_gateway.ProcessId, await UpgradeAsync());
    }

    /// <summary>Clients would find nobody at the port that they know; jobs, audit and evidence would be in another database.</summary>
    [Theory]
    [InlineData("--Gateway:Public", "http://127.0.0.1:1", "An upgrade keeps both ports")]
    [InlineData("--Gateway:Management", "http://127.0.0.1:1", "An upgrade keeps both ports")]
    [InlineData("--ShadowDiff:Database", "other.db", "An upgrade keeps the database")]
    public async Task Upgrade_ToAnotherPlace_IsRefused_AndTheOldOneGoesOn(string setting, string value, string said)
    {
        await StartAsync(successor: $"exec dotnet '{GatewayProcess.Program}' \"${{@/#{setting}=*/{setting}={value}}}\"");

        var refused = await CutoverProgram.RunAsync(_gateway!.Management, Token, "upgrade", "--reason", "elsewhere");

        Assert.True(refused.ExitCode == 1, refused.ToString());
        Assert.Contains(said, refused.Error, StringComparison.Ordinal);
        using var client = new HttpClient { BaseAddress = _gateway.Public };
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/health", Token)).StatusCode);
    }

    /// <summary>Else the new one would take the old one, which has its jobs still to end, for gone.</summary>
    [Fact]
    public async Task Stop_WhileTheNewOneStarts_EndsBoth()
    {
        var started = _folder.Combine("started");
        await StartAsync(successor: $"echo $$ > '{started}.part'; mv '{started}.part' '{started}'; exec sleep 600");
        var upgrade = CutoverProgram.RunAsync(_gateway!.Management, Token, "upgrade", "--reason", "in vain");
        await Eventually.IsTrueAsync(() => File.Exists(started), Token);
        var successor = int.Parse(await File.ReadAllTextAsync(started, Token), CultureInfo.InvariantCulture);

        using (var kill = Process.Start("kill", ["-TERM", $"{_gateway.ProcessId}"]))
            await kill.WaitForExitAsync(Token);

        Assert.Equal(1, (await upgrade).ExitCode);
        await Eventually.IsTrueAsync(() => !IsAlive(_gateway.ProcessId) && !IsAlive(successor), Token);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes.Where(IsAlive))
        {
            using var alive = Process.GetProcessById(process);
            alive.Kill(entireProcessTree: true);
            await alive.WaitForExitAsync(CancellationToken.None);
        }

        if (_gateway is not null)
            await _gateway.DisposeAsync();
        if (_legacy is not null)
            await _legacy.DisposeAsync();
        _folder.Dispose();
    }

    /// <param name="successor">A script that is started as the new one; null for the gateway itself.</param>
    private async Task StartAsync(string? successor = null)
    {
        var settings = new Dictionary<string, string>(ScriptedClient.Settings);
        if (successor is not null)
        {
            var path = _folder.Combine("successor");
            await File.WriteAllTextAsync(path, $"#!/bin/bash\n{successor}\n", Token);
            if (!OperatingSystem.IsWindows()) // where there is no upgrade
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
            settings["Gateway:Successor"] = path;
        }

        _legacy = await LegacyServer.StartAsync(new LegacyOptions { ConnectionLimit = null }, Token);
        _gateway = await GatewayProcess.StartAsync(
            new GatewayOptions(_legacy.Address)
            {
                EndsWithTest = false,
                Stages = Ported.ToDictionary(route => route, _ => "live"),
                Settings = new Dictionary<string, string>(settings) { ["Services:LegacyRoot"] = _legacy.Root, ["Gateway:ConnectionLimit"] = "0" },
            },
            Token);
        _processes.Add(_gateway.ProcessId);
    }

    private async Task<int> UpgradeAsync()
    {
        var run = await CutoverProgram.RunAsync(_gateway!.Management, Token, "upgrade", "--reason", "a new version", "--json");
        Assert.True(run.ExitCode == 0, $"{run}\n{_gateway.Output}");
        var process = JsonNode.Parse(run.Output)!["process_id"]!.GetValue<int>();
        _processes.Add(process);
        return process;
    }

    /// <summary>The gateway before may take a moment until it is known to be gone.</summary>
    private async Task<int> UpgradeOnceItCanAsync()
    {
        while ((await CutoverProgram.RunAsync(_gateway!.Management, Token, "status", "--json")).Output.Contains("is not opened", StringComparison.Ordinal))
            await Task.Delay(Look, TimeProvider.System, Token);
        return await UpgradeAsync();
    }

    /// <summary>Asks again and again, by connections that are kept and by new ones; returns what went wrong.</summary>
    private async Task<IReadOnlyList<string>> AskAsync(string path, CancellationToken over)
    {
        using var keeps = new HttpClient { BaseAddress = _gateway!.Public };
        List<string> failures = [];
        while (!over.IsCancellationRequested)
        {
            using var begins = new HttpClient { BaseAddress = _gateway.Public };
            foreach (var client in (HttpClient[])[keeps, begins])
            {
                try
                {
                    using var answer = await client.GetAsync(path, Token);
                    if (answer.StatusCode != HttpStatusCode.OK)
                        failures.Add($"{path}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(Token)}");
                }
                catch (HttpRequestException ex)
                {
                    failures.Add($"{path}: {ex.Message}");
                }
            }
        }

        return failures;
    }

    /// <summary>Reads until a message tells that of the job.</summary>
    private static async Task HearAsync(ClientWebSocket page, string job, string what)
    {
        var buffer = new byte[4096];
        string text;
        do
            text = Encoding.UTF8.GetString(buffer, 0, (await page.ReceiveAsync(buffer, Token)).Count);
        while (!text.Contains(job, StringComparison.Ordinal) || !text.Contains(what, StringComparison.Ordinal));
    }

    private static async Task SetAsync(HttpClient management, string route, string why)
    {
        using var answer = await management.PostAsJsonAsync($"/api/routes/{route}/stage", new { stage = "shadow", who = "test", reason = why }, Token);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Token));
    }

    private static async Task<string> StartJobAsync(HttpClient client, string user, string script)
    {
        using var form = new MultipartFormDataContent { { new StringContent(user), "username" }, { new StringContent(script), "file", "script.txt" } };
        using var answer = await client.PostAsync("/api/start_backup", form, Token);
        return (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync(Token))!["job_id"]!;
    }

    private static async Task<JsonNode> StatusAsync(HttpClient client, string job) => (await client.GetFromJsonAsync<JsonNode>($"/api/status?job_id={job}", Token))!;

    private static bool IsAlive(int process)
    {
        try
        {
            using var found = Process.GetProcessById(process);
            return !found.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
