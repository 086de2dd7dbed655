using System.Collections.Concurrent;
using Microsoft.Playwright;
using Strangler.Testing;

namespace Strangler.EndToEnd.Tests.Browser;

/// <summary>A page of a headless browser for which <c>localhost:9090</c>, where users have the gateway, is the gateway of the test.</summary>
internal sealed class BrowserPage : IAsyncDisposable
{
    private readonly IPlaywright _playwright;
    private readonly IBrowserContext _context;
    private readonly TemporaryFolder _profile;

    private BrowserPage(IPlaywright playwright, IBrowserContext context, TemporaryFolder profile)
    {
        (_playwright, _context, _profile) = (playwright, context, profile);
        Page = context.Pages[0];
        Watch(Page);
    }

    public IPage Page { get; }

    /// <summary>Texts that came over the page's WebSockets.</summary>
    public ConcurrentQueue<string> Frames { get; } = new();

    /// <summary>Exceptions of scripts, messages of the console at level error, requests without an answer.</summary>
    public ConcurrentQueue<string> Errors { get; } = new();

    /// <param name="gateway">The public address of the gateway.</param>
    /// <param name="first">What to open; null for the page that users have.</param>
    /// <param name="password">What its user answers when asked to log in; null for nothing.</param>
    /// <param name="mayAddScripts">Whether a test may add scripts of its own, which the pages' policy forbids.</param>
    public static async Task<BrowserPage> OpenAsync(Uri gateway, Uri? first = null, string? password = null, bool mayAddScripts = false)
    {
        Assert.SkipWhen(InstalledBrowser.Program is null, "No Chromium or Chrome is on the path: install one (apt-get install chromium).");
        var profile = new TemporaryFolder();
        var playwright = await Playwright.CreateAsync();
        var context = await playwright.Chromium.LaunchPersistentContextAsync(profile.Path, new()
        {
            ExecutablePath = InstalledBrowser.Program,
            Headless = true,
            BypassCSP = mayAddScripts,
            HttpCredentials = password is null ? null : new() { Username = "ana", Password = password },
            ChromiumSandbox = false,
            Args =
            [
                $"--host-resolver-rules=MAP localhost:9090 127.0.0.1:{gateway.Port}", "--disable-gpu", "--disable-quic", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync",
            ],
        });
        var page = new BrowserPage(playwright, context, profile);
        await page.Page.GotoAsync(first?.ToString() ?? "http://localhost:9090/");
        return page;
    }

    /// <summary>Another window with the same page, of the same user.</summary>
    public async Task<IPage> OpenWindowAsync()
    {
        var window = await _context.NewPageAsync();
        Watch(window);
        await window.GotoAsync(Page.Url);
        return window;
    }

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        _playwright.Dispose();
        _profile.Dispose();
    }

    private void Watch(IPage page)
    {
        page.SetDefaultTimeout(60_000);
        page.WebSocket += (_, socket) => socket.FrameReceived += (_, frame) => Frames.Enqueue(frame.Text ?? "");
        page.PageError += (_, error) => Errors.Enqueue(error);
        page.Console += (_, message) => Keep(message);
        page.RequestFailed += (_, request) => Errors.Enqueue($"{request.Method} {request.Url}: {request.Failure}");
    }

    private void Keep(IConsoleMessage message)
    {
        if (message.Type == "error")
            Errors.Enqueue(message.Text);
    }
}
