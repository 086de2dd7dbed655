using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Strangler.Services.Backups.Notices;
using Strangler.Services.Realtime.Hub;
using Strangler.Services.Routes;
using Strangler.Services.Routes.Hub;
using Strangler.Services.Routes.Pages;
using Strangler.Testing;

namespace Strangler.EndToEnd.Tests.Browser;

/// <summary><c>ws_adapter.js</c> in a real browser: by itself, and on the real hub.</summary>
public sealed class WsAdapterTests
{
    private static readonly string Screenshots = RepositoryRoot.Combine("artifacts", "test-results", "screenshots");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Adapter_ByItself_PassesItsTests()
    {
        using var folder = new TemporaryFolder();
        await using var server = await StartAsync(folder);
        await using var browser = await BrowserPage.OpenAsync(Address(server), Page(server));
        await browser.Page.AddScriptTagAsync(new() { Path = RepositoryRoot.Combine("tests", "EndToEnd.Tests", "Browser", "ws_adapter.tests.js") });

        var failed = await browser.Page.EvaluateAsync<string[]>("async () => (await adapterTests()).failed");

        Assert.Empty(failed);
        Assert.True(await browser.Page.EvaluateAsync<int>("async () => (await adapterTests()).count") >= 9);
    }

    [Fact]
    public async Task Page_OnTheHub_HearsAsksAndComesBack()
    {
        using var folder = new TemporaryFolder();
        await using var server = await StartAsync(folder);
        await using var browser = await BrowserPage.OpenAsync(Address(server), Page(server));
        var page = browser.Page;
        await page.EvaluateAsync("""
            () => {
              window.log = [];
              window.socket = io({ transports: ["websocket"], withCredentials: true, reconnectionDelay: 10, reconnectionDelayMax: 50 });
              socket.onAny((name, payload) => show(`${name} ${payload.message ?? payload.data?.progress ?? payload.status?.phase ?? ""}`));
              socket.on("connect", () => { show("connect"); socket.emit("request_status", { job_id: "job_0" }, () => show("acknowledged")); });
              socket.on("disconnect", reason => show(`disconnect ${reason}`));
              socket.io.on("reconnect", () => show("reconnect"));
              function show(line) { log.push(line); document.body.append(line, document.createElement("br")); }
            }
            """);
        await page.WaitForFunctionAsync("() => log.includes('acknowledged')");
        server.Services.GetRequiredService<INoticeSink>().Publish(
            new Notice("progress_update", """{"job_id":"job_1","phase":"EXECUTION","data":{"message":"","progress":40},"timestamp":1.0}"""u8.ToArray()));
        await page.WaitForFunctionAsync("() => log.some(line => line.startsWith('progress_update'))");
        server.Services.GetRequiredService<IHubSockets>().Drain();
        await page.WaitForFunctionAsync("() => log.filter(line => line === 'acknowledged').length === 2");

        Assert.Equal(
            [
                "status WebSocket connected - real-time updates enabled", "connect", "status_response READY", "acknowledged", "progress_update ",
                "disconnect transport close", "reconnect", "status WebSocket connected - real-time updates enabled", "connect", "status_response READY", "acknowledged",
            ],
            (await page.EvaluateAsync<string[]>("() => log")).Select(line => line.StartsWith("progress_update", StringComparison.Ordinal) ? "progress_update " : line));
        Assert.Equal("function", await page.EvaluateAsync<string>("async () => typeof (await import('/ws_adapter.mjs')).io"));
        Directory.CreateDirectory(Screenshots);
        await page.ScreenshotAsync(new() { Path = Path.Combine(Screenshots, "ws-adapter.png") });
        Assert.Empty(browser.Errors);
    }

    private static Uri Address(WebApplication server) => new(server.Urls.Single());

    private static Uri Page(WebApplication server) => new(Address(server), "page.html");

    /// <summary>The modules alone, with a page that has the adapter.</summary>
    private static async Task<WebApplication> StartAsync(TemporaryFolder folder)
    {
        await File.WriteAllTextAsync(folder.Combine("page.html"), "<!doctype html><link rel=icon href=\"data:,\"><title>A page</title><script src=\"/ws_adapter.js\"></script><body>", Token);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Services:LegacyRoot"] = folder.Path,
            ["Services:Pages:WebFolder"] = ".",
            ["Services:Jobs:Folder"] = folder.Combine("jobs"),
            ["Services:BackupServerPort"] = "1",
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddRoutes(builder.Configuration.GetSection("Services"));
        var app = builder.Build();
        // Its port is not known before it has started, and a page's origin names it.
        app.Use((context, next) =>
        {
            if (context.Request.Headers.Origin == $"http://{context.Request.Host}")
                context.Request.Headers.Remove("Origin");
            return next(context);
        });
        app.UseRouting();
        app.MapHub();
        app.MapAdapter();
        app.MapPages();
        await app.StartAsync(Token);
        return app;
    }
}
