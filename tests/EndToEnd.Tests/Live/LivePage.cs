using System.Text.Json;
using Microsoft.Playwright;
using Strangler.EndToEnd.Tests.Browser;
using Strangler.EndToEnd.Tests.SocketIoClient;
using Strangler.Testing;

namespace Strangler.EndToEnd.Tests.Live;

/// <summary>A window with the page <c>live.html</c>: what its user does and sees, and what it heard.</summary>
internal sealed class LivePage(IPage page)
{
    public const string Completed = "Backup completed successfully!";

    private const string SocketIoTag = "<script src=\"/socket.io.min.js\"></script>";
    private const string AdapterTag = "<script src=\"/ws_adapter.js\"></script>";

    private static readonly string Screenshots = RepositoryRoot.Combine("artifacts", "test-results", "screenshots");

    /// <summary>Puts the page into the web folder of an installation, from which either side serves it, and opens it.</summary>
    /// <param name="root">Root of the installation.</param>
    /// <param name="gateway">Its public address.</param>
    /// <param name="client">Where the page has its channel from.</param>
    public static async Task<BrowserPage> OpenAsync(string root, Uri gateway, LiveClient client)
    {
        var folder = Path.Combine(root, "Client", "Client-gui");
        var html = await File.ReadAllTextAsync(RepositoryRoot.Combine("tests", "EndToEnd.Tests", "Live", "live.html"));
        Assert.Contains(SocketIoTag, html, StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(folder, "live.html"), client == LiveClient.Adapter ? html.Replace(SocketIoTag, AdapterTag, StringComparison.Ordinal) : html);
        if (client != LiveClient.Adapter)
            File.Copy(await SocketIoClientPackage.BrowserScriptAsync(), Path.Combine(folder, "socket.io.min.js"), overwrite: true);
        return await BrowserPage.OpenAsync(gateway, AddressOf(client));
    }

    /// <summary>Where users have the page.</summary>
    public static Uri AddressOf(LiveClient client) =>
        new($"http://localhost:9090/live.html{client switch { LiveClient.Upgrading => "?upgrade", LiveClient.Polling => "?polling", _ => "" }}");

    /// <summary>The id of its session.</summary>
    public Task<string> SidAsync() => page.EvaluateAsync<string>("() => socket.io.engine.id");

    /// <summary>Loses its connection, and connects anew.</summary>
    public Task ReconnectAsync() => page.EvaluateAsync("() => { socket.disconnect(); socket.connect(); }");

    /// <summary>Returns once it is connected, for the given time since it was opened or a later one.</summary>
    public Task ConnectedAsync(int times = 1) => page.WaitForFunctionAsync("times => socket.connected && seen.connects >= times", times);

    public Task DisconnectedAsync() => page.WaitForFunctionAsync("() => !socket.connected");

    /// <summary>Chooses a file and starts its backup; the job's id, as soon as the page has had a status of it.</summary>
    public async Task<string> StartAsync(string user, int port, byte[] content)
    {
        await page.GetByLabel("File").SetInputFilesAsync(new FilePayload { Name = $"{user}.bin", MimeType = "application/octet-stream", Buffer = content });
        await page.GetByLabel("User name").FillAsync(user);
        await page.GetByLabel("Port").FillAsync($"{port}");
        await page.EvaluateAsync("() => { job = null; seen.answers = 0; }");
        await page.GetByRole(AriaRole.Button, new() { Name = "Start backup" }).ClickAsync();
        return await (await page.WaitForFunctionAsync("() => seen.answers > 0 && job")).JsonValueAsync<string>();
    }

    /// <summary>Shows a job that another window has started.</summary>
    public Task FollowAsync(string job) => page.EvaluateAsync("job => follow(job)", job);

    public Task CancelAsync() => page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();

    /// <summary>What it says at the job's end, as soon as it does, and the percentage beside it.</summary>
    public async Task<(string Toast, string Percent)> EndAsync()
    {
        await Assertions.Expect(page.Locator("#toast")).Not.ToBeEmptyAsync(new() { Timeout = 60_000 });
        return (await page.Locator("#toast").InnerTextAsync(), await page.Locator("#percent").InnerTextAsync());
    }

    /// <summary>Returns once it has heard an event of the job.</summary>
    public Task HeardAsync(string name, string job) =>
        page.WaitForFunctionAsync("([name, job]) => seen.events.some(event => event[0] === name && event[1].job_id === job)", new[] { name, job });

    /// <summary>The job's progress, event by event.</summary>
    public async Task<IReadOnlyList<string>> ProgressAsync(string job)
    {
        var events = await page.EvaluateAsync<JsonElement>("job => seen.events.filter(event => event[0] === 'progress_update' && event[1].job_id === job)", job);
        return
        [
            .. from update in events.EnumerateArray()
               let data = update[1].GetProperty("data")
               let percent = data.TryGetProperty("progress", out var progress) ? progress.GetRawText() : "-"
               select $"{update[1].GetProperty("phase").GetString()} {percent} {data.GetProperty("message").GetString()}",
        ];
    }

    public async Task UpgradedAsync() => await page.WaitForFunctionAsync("() => socket.io.engine.transport.name === 'websocket'");

    public async Task ScreenshotAsync(string name)
    {
        Directory.CreateDirectory(Screenshots);
        await page.ScreenshotAsync(new() { Path = Path.Combine(Screenshots, $"live-{name.ToLowerInvariant().Replace(' ', '-')}.png") });
    }
}
