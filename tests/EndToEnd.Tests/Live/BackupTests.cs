using System.Security.Cryptography;
using Strangler.EndToEnd.Tests.Recordings;
using Strangler.Testing.Processes;

namespace Strangler.EndToEnd.Tests.Live;

/// <summary>
/// A page of each kind, from choosing the file to the toast, in three windows at once; a cancel; a restart of what it is connected to. Each
/// kind of page and each stage comes in each scene once; the adapter speaks to the hub, which legacy has not.
/// </summary>
public sealed class BackupTests
{
    private static readonly byte[] Content = RandomNumberGenerator.GetBytes(3_000_000);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("gateway at legacy", LiveClient.SocketIo)]
    [InlineData("gateway at live", LiveClient.SocketIo)]
    [InlineData("gateway at live", LiveClient.Upgrading)]
    [InlineData("gateway at complete", LiveClient.SocketIo)]
    [InlineData("gateway at complete", LiveClient.Adapter)]
    public async Task Backup_EndsAtHundred_InEachWindow(string target, LiveClient client)
    {
        await using var installation = await StartAsync(target);
        await using var browser = await LivePage.OpenAsync(installation.LegacyRoot, installation.Address, client);
        LivePage[] windows = [new(browser.Page), new(await browser.OpenWindowAsync()), new(await browser.OpenWindowAsync())];
        foreach (var window in windows)
            await window.ConnectedAsync();
        if (client == LiveClient.Upgrading)
            await windows[0].UpgradedAsync();

        var job = await windows[0].StartAsync("anna", installation.BackupPort, Content);
        foreach (var window in windows[1..])
            await window.FollowAsync(job);
        foreach (var window in windows)
            Assert.Equal((LivePage.Completed, "100 %"), await window.EndAsync());

        await windows[0].ScreenshotAsync($"{target} {client} backup");
        var progress = await windows[0].ProgressAsync(job);
        foreach (var window in windows[1..])
            Assert.Equal(ToldToAll(progress), ToldToAll(await window.ProgressAsync(job)));
        if (installation.Target.IsModern)
            Assert.Equal("COMPLETION 100 C++ client finished with exit code: 0", progress[^1]);
        else
            Assert.Empty(progress); // Q1
        Assert.Equal(Content, await File.ReadAllBytesAsync(Assert.Single(Directory.GetFiles(installation.BackupServer!.ReceivedFiles)), Token));
        Assert.Empty(browser.Errors);
    }

    [Theory]
    [InlineData("gateway at legacy", LiveClient.Upgrading)]
    [InlineData("gateway at live", LiveClient.Adapter)]
    [InlineData("gateway at complete", LiveClient.SocketIo)]
    public async Task Cancel_InTheMiddle_IsToldToEachWindow(string target, LiveClient client)
    {
        await using var installation = await StartAsync(target);
        await using var relay = new Relay(installation.BackupPort, holding: true);
        await using var browser = await LivePage.OpenAsync(installation.LegacyRoot, installation.Address, client);
        LivePage[] windows = [new(browser.Page), new(await browser.OpenWindowAsync())];
        foreach (var window in windows)
            await window.ConnectedAsync();
        var job = await windows[0].StartAsync("anna", relay.Port, Content);
        await windows[1].FollowAsync(job);
        await relay.SentAsync(1, Token);

        await windows[0].CancelAsync();

        foreach (var window in windows)
        {
            await window.HeardAsync("job_cancelled", job);
            // Legacy's job ends as its client does (Q5).
            Assert.Matches(installation.Target.IsModern ? "^Backup cancelled$" : "^Backup (cancelled|failed: Client process failed with code -?[0-9]+)$", (await window.EndAsync()).Toast);
        }

        await windows[1].ScreenshotAsync($"{target} {client} cancel");
        Assert.Empty(browser.Errors);
    }

    [Theory]
    [InlineData("gateway at legacy", LiveClient.SocketIo)]
    [InlineData("gateway at live", LiveClient.Adapter)]
    [InlineData("gateway at complete", LiveClient.Upgrading)]
    public async Task Restart_ThePageComesBack_AndBacksUp(string target, LiveClient client)
    {
        await using var installation = await StartAsync(target);
        await using var browser = await LivePage.OpenAsync(installation.LegacyRoot, installation.Address, client);
        LivePage page = new(browser.Page);
        await page.ConnectedAsync();

        await installation.RestartGatewayAsync(Token);
        await page.ConnectedAsync(2);
        if (installation.Legacy is not null && !installation.Target.IsModern)
        {
            await installation.RestartLegacyAsync(Token);
            await page.ConnectedAsync(3);
        }

        await page.StartAsync("anna", installation.BackupPort, Content);
        Assert.Equal((LivePage.Completed, "100 %"), await page.EndAsync());
        await page.ScreenshotAsync($"{target} {client} restart");
    }

    /// <summary>Of a transfer's steps a window that lags gets the newest only.</summary>
    private static IEnumerable<string> ToldToAll(IReadOnlyList<string> progress) =>
        progress.Where((step, index) => !step.StartsWith("EXECUTION", StringComparison.Ordinal) || !progress.Skip(index + 1).Any(later => later.StartsWith("EXECUTION", StringComparison.Ordinal)));

    private static Task<Installation> StartAsync(string target) => Installation.StartAsync(
        new("live page", _ => false) { BackupServerUp = true }, Target.All.Single(one => one.Name == target), Token);
}
