using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Strangler.EndToEnd.Tests.CommandLine;
using Strangler.EndToEnd.Tests.Recordings.Jobs;
using Strangler.EndToEnd.Tests.Recordings.Sockets;
using Strangler.Services.Realtime.EngineIo;
using Strangler.Testing;
using Strangler.Testing.Http;

namespace Strangler.EndToEnd.Tests.Jobs;

/// <summary>The pages' live channel moves between the sides: sessions stay where they were opened until they are nudged, and every page hears of every job.</summary>
public sealed partial class RealtimeFlipTests(FlipInstallation installation) : IClassFixture<FlipInstallation>
{
    private const int ServiceRestart = 1012;
    private const string UnknownSession = "\"Invalid session\"";

    private readonly FlipInstallation _installation = installation;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("legacy", "live", false)]
    [InlineData("live", "legacy", true)]
    public async Task OpenSessions_StayWhereTheyAre_UntilTheyAreNudged(string before, string after, bool isModern)
    {
        await SetAsync("realtime", before);
        var polling = await OpenPollingAsync();
        using var page = await SocketClient.OpenAsync(_installation.Address, Token);
        Assert.Equal(isModern, EngineSid.IsModern(SidOf(await page.ReceiveAsync())));
        await page.SendAsync("40");
        await ReceiveAsync(page, "40");

        await SetAsync("realtime", after);

        await page.SendAsync("42[\"ping\"]");
        await ReceiveAsync(page, "42[\"pong\"");
        Assert.Equal("OK", await PostAsync(polling, "40"));
        using var another = await SocketClient.OpenAsync(_installation.Address, Token);
        Assert.Equal(!isModern, EngineSid.IsModern(SidOf(await another.ReceiveAsync())));

        var nudge = await CutoverProgram.RunAsync(_installation.Gateway.Management, Token, "nudge", "realtime", "--reason", "all to the new side");
        Assert.True(nudge.ExitCode == 0, nudge.ToString());

        Assert.Equal(ServiceRestart, await page.CloseAsync());
        Assert.Equal(UnknownSession, await PostAsync(polling, "40"));
        await another.SendAsync("40");
        await ReceiveAsync(another, "40");
        var audit = await CutoverProgram.RunAsync(_installation.Gateway.Management, Token, "audit", "--route", "realtime");
        Assert.Contains("all to the new side [nudged: ", audit.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nudge_AtCanary_HasEveryPageConnectAnew_EachToItsSide()
    {
        await SetAsync("realtime", "legacy");
        using var legacys = await SocketClient.ConnectAsync(_installation.Address, Token);
        await SetAsync("realtime", "canary 99.99");
        using var moderns = await SocketClient.ConnectAsync(_installation.Address, Token);

        var nudge = await CutoverProgram.RunAsync(_installation.Gateway.Management, Token, "nudge", "realtime", "--reason", "each to its side");
        Assert.True(nudge.ExitCode == 0, nudge.ToString());

        Assert.Equal(ServiceRestart, await legacys.CloseAsync());
        Assert.Equal(ServiceRestart, await moderns.CloseAsync());
        using var another = await SocketClient.OpenAsync(_installation.Address, Token);
        Assert.True(EngineSid.IsModern(SidOf(await another.ReceiveAsync())));
    }

    [Theory]
    [InlineData("/ws_adapter.js")]
    [InlineData("/ws_adapter.mjs")]
    public async Task Adapter_ComesAndGoesWithTheHub(string path)
    {
        await SetAsync("static", "live");
        await SetAsync("realtime", "legacy");
        Assert.Equal(404, (await RawHttp.SendAsync(_installation.Address, RawRequest.Get(path), Token)).Status);

        await SetAsync("static", "legacy");
        await SetAsync("realtime", "live");
        var answer = await RawHttp.SendAsync(_installation.Address, RawRequest.Get(path), Token);
        Assert.Equal((200, "modern"), (answer.Status, answer.Value("X-Served-By")));
    }

    [Fact]
    public async Task Nudge_OfARouteWithoutConnections_IsRefused()
    {
        var nudge = await CutoverProgram.RunAsync(_installation.Gateway.Management, Token, "nudge", "status", "--reason", "x");
        Assert.Equal(2, nudge.ExitCode);
        Assert.Contains("'status' has no long connections; 'realtime' has.", nudge.Error, StringComparison.Ordinal);
    }

    /// <summary>Legacy runs the job, and modern has the page: the gateway relays.</summary>
    [Fact]
    public async Task LegacysJob_IsToldToThePagesOfModern()
    {
        await SetAsync("realtime", "live");
        await SetAsync("start_backup", "legacy");
        await using var relay = _installation.NewRelay();
        using var page = await SocketClient.ConnectAsync(_installation.Address, Token);
        var job = FlippedJob.Started(
            _installation, await RawHttp.SendAsync(_installation.Address, new BackupForm("job.txt", "x"u8.ToArray(), "R1", relay.Port).ToRequest(), Token), "legacy", Token);
        await job.WaitsAsync();

        // Until the gateway has connected to legacy, the general status stands for the job's.
        await Eventually.GetAsync(() => AskAsync(page, job.Id), answer => answer.Contains("\"events\":", StringComparison.Ordinal), Token);
        await job.CancelAsync();
        Assert.StartsWith($"42[\"job_cancelled\",{{\"job_id\":\"{job.Id}\",", await ReceiveAsync(page, "42[\"job_cancelled\""), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("shadow")]
    [InlineData("canary 0.01")]
    [InlineData("canary 99.99")]
    [InlineData("live")]
    public async Task Questions_AreComparedWithTheOtherSide(string stage)
    {
        await SetAsync("realtime", stage);
        using var management = new HttpClient { BaseAddress = _installation.Gateway.Management };
        await Eventually.IsTrueAsync(async () =>
        {
            using var page = await SocketClient.ConnectAsync(_installation.Address, Token);
            foreach (var question in (string[])["[\"ping\"]", "7[\"request_status\",{}]", "[\"request_status\",{\"job_id\":\"job_none\"}]", "[\"no_such_event\",1]"])
                await page.SendAsync($"42{question}");
            foreach (var question in (string[])["{\"job_id\":{\"_placeholder\":true,\"num\":0}}", "{\"_placeholder\":true,\"num\":0}"]) // legacy is silent to the second
            {
                await page.SendAsync($"451-[\"request_status\",{question}]");
                await page.SendBinaryAsync([0, 1, 2]);
            }

            // Legacy answers each question on a thread of its own, in whatever order.
            List<string> answers = [];
            while (answers.Count < 6)
                answers.Add((await page.ReceiveAsync()).Split(',')[0]);
            Assert.Equal(["\u0000\u0001\u0002", "42[\"pong\"", "42[\"status_response\"", "42[\"status_response\"", "437[]", "451-[\"status_response\""], answers.Order(StringComparer.Ordinal));
            return Count(await ReportAsync(management), "matched") >= 12;
        }, Token);

        var report = await ReportAsync(management);
        Assert.True(Count(report, "diverged") == 0, report!.ToJsonString());
    }

    /// <summary>What every page is told of a job counts once, however many pages there are.</summary>
    [Theory]
    [InlineData("shadow", "legacy", 1)]
    [InlineData("canary 0.01", "legacy", 1)]
    [InlineData("canary 99.99", "legacy", 1)]
    [InlineData("live", "legacy", 1)]
    [InlineData("canary 0.01", "live", 50)]
    [InlineData("canary 99.99", "live", 50)]
    [InlineData("live", "live", 50)] // a cancelled job of modern tells its steps as well
    public async Task Notices_AreCountedAsPinned(string channel, string jobs, int most)
    {
        await SetAsync("realtime", channel);
        await SetAsync("start_backup", jobs);
        using var management = new HttpClient { BaseAddress = _installation.Gateway.Management };
        await using var relay = _installation.NewRelay();
        using var page = await SocketClient.ConnectAsync(_installation.Address, Token);
        using var another = await SocketClient.ConnectAsync(_installation.Address, Token);
        var side = jobs == "legacy" ? "legacy" : "modern";
        var job = FlippedJob.Started(
            _installation, await RawHttp.SendAsync(_installation.Address, new BackupForm("job.txt", "x"u8.ToArray(), "N1", relay.Port).ToRequest(), Token), side, Token);
        await job.WaitsAsync();
        await Eventually.GetAsync(() => AskAsync(page, job.Id), answer => answer.Contains("\"events\":", StringComparison.Ordinal), Token);
        var before = await SettledAsync(management, side);

        await job.CancelAsync();
        foreach (var socket in (SocketClient[])[page, another])
            await ReceiveAsync(socket, "42[\"job_cancelled\"");

        await Eventually.IsTrueAsync(async () => Judged(await ReportAsync(management), side) >= before + 1, Token);
        Assert.InRange(Judged(await ReportAsync(management), side) - before, 1, most);
    }

    /// <summary>It is told by legacy, and so is the gateway.</summary>
    [Fact]
    public async Task NoticesToAPageThatStaysAtLegacy_AreCountedOnce()
    {
        await SetAsync("realtime", "shadow");
        await SetAsync("start_backup", "legacy");
        using var management = new HttpClient { BaseAddress = _installation.Gateway.Management };
        await using var relay = _installation.NewRelay();
        using var left = await SocketClient.ConnectAsync(_installation.Address, Token);
        await SetAsync("realtime", "live");
        using var page = await SocketClient.ConnectAsync(_installation.Address, Token);
        var job = FlippedJob.Started(
            _installation, await RawHttp.SendAsync(_installation.Address, new BackupForm("job.txt", "x"u8.ToArray(), "N2", relay.Port).ToRequest(), Token), "legacy", Token);
        await job.WaitsAsync();
        await Eventually.GetAsync(() => AskAsync(page, job.Id), answer => answer.Contains("\"events\":", StringComparison.Ordinal), Token);
        var before = await SettledAsync(management, "legacy");

        await job.CancelAsync();
        foreach (var socket in (SocketClient[])[left, page])
            await ReceiveAsync(socket, "42[\"job_cancelled\"");

        await Eventually.IsTrueAsync(async () => Judged(await ReportAsync(management), "legacy") >= before + 1, Token);
        await Task.Delay(TimeSpan.FromSeconds(1), Token); // a second one would be there
        Assert.Equal(before + 1, Judged(await ReportAsync(management), "legacy"));
    }

    /// <summary>When the questions about the job that came before are counted too.</summary>
    private static async Task<long> SettledAsync(HttpClient management, string side)
    {
        for (long? before = null; ;)
        {
            var now = Judged(await ReportAsync(management), side);
            if (now == before)
                return now;

            before = now;
            await Task.Delay(TimeSpan.FromSeconds(1), Token);
        }
    }

    private static long Judged(JsonNode? report, string side) =>
        report?["pinned"]?[side] is { } pinned ? ((string[])["learned", "matched", "onPurpose", "diverged"]).Sum(outcome => (long?)pinned[outcome] ?? 0) : 0;

    /// <summary>Null until something has been compared.</summary>
    private static async Task<JsonNode?> ReportAsync(HttpClient management) =>
        JsonNode.Parse(await management.GetStringAsync("/api/reports", Token))!["routes"]!.AsArray().SingleOrDefault(route => (string?)route!["route"] == "realtime");

    private static long Count(JsonNode? report, string count) => (long?)report?[count] ?? 0;

    private static async Task<string> AskAsync(SocketClient page, string job)
    {
        await page.SendAsync($"42[\"request_status\",{{\"job_id\":\"{job}\"}}]");
        return await ReceiveAsync(page, "42[\"status_response\"");
    }

    /// <summary>The next packet that begins so; others are passed over.</summary>
    private static async Task<string> ReceiveAsync(SocketClient page, string beginning)
    {
        while (true)
        {
            var packet = await page.ReceiveAsync();
            if (packet.StartsWith(beginning, StringComparison.Ordinal))
                return packet;
        }
    }

    private async Task<string> OpenPollingAsync()
    {
        var open = await RawHttp.SendAsync(_installation.Address, RawRequest.Get("/socket.io/?EIO=4&transport=polling"), Token);
        return $"/socket.io/?EIO=4&transport=polling&sid={SidOf(open.Text)}";
    }

    private async Task<string> PostAsync(string session, string packet) =>
        (await RawHttp.SendAsync(_installation.Address, RawRequest.Post(session, "text/plain;charset=UTF-8", packet), Token)).Text;

    private async Task SetAsync(string route, string stage)
    {
        var set = await CutoverProgram.RunAsync(_installation.Gateway.Management, Token, ["set", route, .. stage.Split(' '), "--reason", "test", "--force", "--timeout", "60"]);
        Assert.True(set.ExitCode == 0, set.ToString());
    }

    private static string SidOf(string open) => Sid().Match(open).Value;

    [GeneratedRegex(@"(?<=""sid"":"")[\w-]{20}")]
    private static partial Regex Sid();
}
