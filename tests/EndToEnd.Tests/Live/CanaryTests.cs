using System.Security.Cryptography;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Strangler.EndToEnd.Tests.Browser;
using Strangler.EndToEnd.Tests.CommandLine;
using Strangler.EndToEnd.Tests.Recordings;
using Strangler.Services.Realtime.EngineIo;
using Strangler.Testing;
using Strangler.Testing.Http;

namespace Strangler.EndToEnd.Tests.Live;

/// <summary>
/// <c>realtime</c> at <c>canary</c>: pages of both sides at once, by WebSocket, polling and upgrade. Each stays at its side, all show the same job, and what
/// each asks is compared with the other side.
/// </summary>
public sealed partial class CanaryTests
{
    private const string Cookie = "who";

    private static readonly byte[] Content = RandomNumberGenerator.GetBytes(3_000_000);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("legacy")]
    [InlineData("live")]
    public async Task PagesOfBothSides_StayThere_AndShowTheSameJob(string jobs)
    {
        await using var installation = await Installation.StartAsync(
            new("canary", _ => false) { BackupServerUp = true, Gateway = new Dictionary<string, string> { ["Gateway:CanaryBy"] = $"cookie:{Cookie}" } }, Target.AtLegacy, Token);
        await SetAsync(installation, "start_backup", jobs);
        await SetAsync(installation, "realtime", "canary", "50");
        await using var legacys = await OpenAsync(installation, isModern: false);
        await using var moderns = await OpenAsync(installation, isModern: true);
        List<(LivePage Page, bool IsModern, LiveClient Client)> pages = [];
        foreach (var (browser, isModern) in new[] { (legacys, false), (moderns, true) })
        {
            foreach (var client in (LiveClient[])[LiveClient.SocketIo, LiveClient.Polling, LiveClient.Upgrading])
            {
                var window = pages.Count % 3 == 0 ? browser.Page : await browser.OpenWindowAsync();
                await window.GotoAsync($"{LivePage.AddressOf(client)}");
                pages.Add((new LivePage(window), isModern, client));
            }
        }

        for (var connects = 1; connects <= 2; connects++)
        {
            foreach (var (page, isModern, client) in pages)
            {
                await page.ConnectedAsync(connects);
                if (client == LiveClient.Upgrading)
                    await page.UpgradedAsync();
                Assert.Equal(isModern, EngineSid.IsModern(await page.SidAsync()));
                if (connects == 1)
                    await page.ReconnectAsync();
            }
        }

        var job = await pages[0].Page.StartAsync("anna", installation.BackupPort, Content);
        foreach (var (page, _, _) in pages.Skip(1))
            await page.FollowAsync(job);
        foreach (var (page, _, _) in pages)
            Assert.Equal((LivePage.Completed, "100 %"), await page.EndAsync());

        var progress = await pages[0].Page.ProgressAsync(job);
        foreach (var (page, _, _) in pages)
            Assert.Equal(progress, await page.ProgressAsync(job));
        Assert.Equal(jobs == "legacy", progress.Count == 0); // Q1
        await pages[1].Page.ScreenshotAsync($"canary {jobs} polling at legacy");
        await pages[5].Page.ScreenshotAsync($"canary {jobs} upgraded at modern");
        Assert.Empty(moderns.Errors);
        Assert.All(legacys.Errors, static error => Assert.EndsWith("Invalid frame header", error, StringComparison.Ordinal)); // after a client's goodbye (contract 9.1)
        using var management = new HttpClient { BaseAddress = installation.Gateway!.Management };
        var report = await Eventually.GetAsync(() => ReportAsync(management), report => (long?)report?["matched"] >= 24, Token); // a connect and a question, twice each
        Assert.True((long?)report!["diverged"] == 0, report.ToJsonString());
    }

    private static async Task<BrowserPage> OpenAsync(Installation installation, bool isModern)
    {
        var browser = await LivePage.OpenAsync(installation.LegacyRoot, installation.Address, LiveClient.SocketIo);
        await browser.Page.Context.AddCookiesAsync([new() { Name = Cookie, Value = await NameAsync(installation.Address, isModern), Url = "http://localhost:9090" }]);
        return browser;
    }

    /// <summary>Of a client whom the side answers.</summary>
    private static async Task<string> NameAsync(Uri gateway, bool isModern)
    {
        for (var number = 0; ; number++)
        {
            var open = RawRequest.Get("/socket.io/?EIO=4&transport=polling").With("Cookie", $"{Cookie}=client{number}");
            if (EngineSid.IsModern(Sid().Match((await RawHttp.SendAsync(gateway, open, Token)).Text).Value) == isModern)
                return $"client{number}";
        }
    }

    private static async Task<JsonNode?> ReportAsync(HttpClient management) =>
        JsonNode.Parse(await management.GetStringAsync("/api/reports", Token))!["routes"]!.AsArray().SingleOrDefault(route => (string?)route!["route"] == "realtime");

    private static async Task SetAsync(Installation installation, string route, params string[] stage)
    {
        var set = await CutoverProgram.RunAsync(installation.Gateway!.Management, Token, ["set", route, .. stage, "--reason", "test", "--force"]);
        Assert.True(set.ExitCode == 0, set.ToString());
    }

    [GeneratedRegex(@"(?<=""sid"":"")[\w-]{20}")]
    private static partial Regex Sid();
}
