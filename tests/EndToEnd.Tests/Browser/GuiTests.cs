using System.Text.Json;
using Microsoft.Playwright;
using Strangler.EndToEnd.Tests.Recordings;
using Strangler.Testing.Http;

namespace Strangler.EndToEnd.Tests.Browser;

/// <summary>The GUI in a real browser through the gateway's public port: what its users see must not depend on who answers.</summary>
public sealed class GuiTests
{
    [Theory]
    [InlineData("gateway at legacy", false)]
    [InlineData("gateway at live", true)]
    [InlineData("gateway at complete", true)]
    public async Task Gui_ThroughGateway_ConnectsAndBacksUp(string targetName, bool modern)
    {
        var token = TestContext.Current.CancellationToken;
        var target = Target.All.Single(one => one.Name == targetName);
        await using var installation = await Installation.StartAsync(new("browser", _ => false) { BackupServerUp = true }, target, token);
        await using var browser = await BrowserPage.OpenAsync(installation.Address);
        var page = browser.Page;

        foreach (var badge in new[] { "api-badge", "backup-badge", "socket-badge" })
            await Assertions.Expect(page.Locator($"#{badge}[data-state=good]")).ToBeVisibleAsync(new() { Timeout = 60_000 });

        Assert.Contains(browser.Frames, frame => frame.StartsWith("42[\"status\",{\"connected\":true", StringComparison.Ordinal));
        await ConnectAsync(page, installation.BackupPort);
        await BackUpAsync(page);

        Assert.Equal("from the browser", await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(installation.BackupServer!.ReceivedFiles)), token));
        Assert.Empty(browser.Errors);
        foreach (var route in new[] { "status", "health", "connect" })
            Assert.Equal(modern, await ModernAnsweredAsync(installation.Gateway!.Management, route, token));
    }

    private static async Task ConnectAsync(IPage page, int port)
    {
        await page.Locator("#connect-form input[name=port]").FillAsync($"{port}");
        await page.Locator("#connect-form input[name=username]").FillAsync("browser");
        await page.Locator("#connect-form button[type=submit]").ClickAsync();
        await Assertions.Expect(page.Locator("#connect-note")).ToHaveTextAsync($"Connected to backup server at 127.0.0.1:{port}", new() { Timeout = 60_000 });
    }

    private static async Task BackUpAsync(IPage page)
    {
        await page.Locator("#backup-form input[type=file]").SetInputFilesAsync(
            new FilePayload { Name = "note.txt", MimeType = "text/plain", Buffer = "from the browser"u8.ToArray() });
        await page.Locator("#start-button").ClickAsync();
        await Assertions.Expect(page.Locator("#message")).ToHaveTextAsync("Backup completed successfully!", new() { Timeout = 60_000 });
    }

    /// <summary>Whether the route's requests were counted as answered by C#, as the management API says.</summary>
    private static async Task<bool> ModernAnsweredAsync(Uri management, string route, CancellationToken cancellationToken)
    {
        var request = new RawRequest("GET", "/api/routes") { Headers = [RawRequest.Header("Host", management.Authority)] };
        using var board = JsonDocument.Parse((await RawHttp.SendAsync(management, request, cancellationToken)).Text);
        var requests = board.RootElement.GetProperty("routes").EnumerateArray().Single(one => one.GetProperty("route").GetString() == route).GetProperty("requests");
        return requests.GetProperty("modern").GetInt64() > 0;
    }
}
