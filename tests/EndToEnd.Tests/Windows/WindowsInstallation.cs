using System.Text;
using System.Text.Json.Nodes;
using Strangler.Contract;
using Strangler.EndToEnd.Tests.Recordings.Jobs;
using Strangler.Testing;
using Strangler.Testing.Http;
using Strangler.Testing.Processes;

namespace Strangler.EndToEnd.Tests.Windows;

/// <summary>A gateway of Windows, under Wine, before a Flask of Linux; its files and its clients are Windows' too.</summary>
internal sealed class WindowsInstallation : IAsyncDisposable
{
    private static readonly string[] Jobs = ["start_backup", "job_status", "cancel_job", "cancelable_jobs"];

    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _http = new();
    private readonly LegacyServer _legacy;
    private ChildProcess _gateway = null!;

    private WindowsInstallation(LegacyServer legacy) => _legacy = legacy;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public Uri Public { get; private set; } = null!;

    public Uri Management { get; private set; } = null!;

    public string Features => Combine("features.json");

    /// <summary>Both streams of the gateway that runs.</summary>
    public string Output => _gateway.Output;

    public string Combine(string name) => _folder.Combine(name);

    public static async Task<WindowsInstallation> StartAsync()
    {
        Assert.SkipWhen(Wine.Missing is not null, Wine.Missing ?? "");
        var installation = new WindowsInstallation(await LegacyServer.StartAsync(new LegacyOptions(), Token));
        try
        {
            GatewayFolder.Fill(installation._folder.Path, Jobs.ToDictionary(route => route, _ => "complete"));
            await installation.StartGatewayAsync();
            return installation;
        }
        catch
        {
            await installation.DisposeAsync();
            throw;
        }
    }

    /// <summary>The gateway, on this installation's files; one that does not start says why and ends.</summary>
    public ChildProcess Launch(params string[] arguments) => Wine.Start(
        "Gateway",
        [
            .. new GatewayOptions(_legacy.Address)
            {
                Settings = new Dictionary<string, string> { ["Gateway:ServedByHeader"] = "true", ["Services:Jobs:Client"] = Wine.PathOf(Path.Combine(Wine.Folder, "ScriptedClient.exe")) },
            }.Arguments(Wine.PathOf(_folder.Path)),
            "--Gateway:ExitWithStdin=true", .. arguments,
        ],
        _folder.Path);

    public async Task StartGatewayAsync()
    {
        _gateway = Launch();
        Public = new Uri(await _gateway.AnnouncementAsync("PUBLIC ", Token));
        Management = new Uri(await _gateway.AnnouncementAsync("MANAGEMENT ", Token));
    }

    /// <summary>As the task manager does; and the gateway alone, so that whatever else ends does so by itself.</summary>
    public async Task KillGatewayAsync()
    {
        using (var process = System.Diagnostics.Process.GetProcessById(_gateway.Id))
            process.Kill();
        await _gateway.ExitCodeAsync(Token);
        await _gateway.DisposeAsync();
    }

    /// <summary>Another program of Windows opens the file, as a reader that shares all it can.</summary>
    public Task<ChildProcess> HoldAsync(string name) => HoldAsync("--hold", name);

    /// <summary>Another program of Windows writes what another file holds, and lets nobody read it until it is ended.</summary>
    public Task<ChildProcess> EditAsync(string name, string from) => HoldAsync("--edit", name, from);

    private async Task<ChildProcess> HoldAsync(string how, params string[] names)
    {
        var holder = Wine.Start("ScriptedClient", [how, .. names.Select(name => Wine.PathOf(Combine(name)))], _folder.Path);
        await holder.AnnouncementAsync("HOLDING ", Token);
        return holder;
    }

    /// <summary>Which side answers.</summary>
    public async Task<string?> SideOfAsync(string path) => (await AskAsync(RawRequest.Get(path))).Value("X-Served-By");

    /// <summary>A request of the management API, with its answer.</summary>
    public async Task<(int Status, JsonNode Answer)> ManageAsync(string path, JsonObject body)
    {
        (body["who"], body["reason"]) = ("ana", "3 a.m.");
        using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var answer = await _http.PostAsync(new Uri(Management, path), content, Token);
        return ((int)answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync(Token))!);
    }

    /// <summary>In force, and as written.</summary>
    public async Task<(string? InForce, string Written)> StagesAsync(string route)
    {
        var board = JsonNode.Parse(await _http.GetStringAsync(new Uri(Management, "/api/routes"), Token))!;
        var row = board["routes"]!.AsArray().Single(row => (string?)row!["route"] == route)!;
        return ((string?)row["stage"], FeaturesFile.Load(Features).Stages[route]);
    }

    /// <summary>Starts a backup whose client does what is written here.</summary>
    public async Task<string> BackUpAsync(string fileName, string script)
    {
        var answer = await AskAsync(new BackupForm(fileName, Encoding.UTF8.GetBytes(script), "ana", 1256).ToRequest());
        Assert.True(answer.Status == 200, answer.ToString());
        return (string)JsonNode.Parse(answer.Text)!["job_id"]!;
    }

    public async Task<JsonNode> CancelAsync(string job) => JsonNode.Parse((await AskAsync(RawRequest.Post($"/api/cancel/{job}", "application/json", "{}"))).Text)!;

    /// <summary>What the job says of itself once it has ended.</summary>
    public Task<JsonNode> EndOfAsync(string job) =>
        Eventually.GetAsync(async () => JsonNode.Parse((await AskAsync(RawRequest.Get($"/api/status?job_id={job}"))).Text)!, status => !(bool)status["backing_up"]!, Token);

    /// <summary>Programs of this installation's jobs that run, as Linux sees them.</summary>
    public static IReadOnlyList<string> Clients(string argument) =>
        [.. Directory.EnumerateDirectories("/proc").Where(process => int.TryParse(Path.GetFileName(process), out _)).Select(CommandLine).Where(line => line.Contains("ScriptedClient", StringComparison.Ordinal) && line.Contains(argument, StringComparison.Ordinal))];

    public async ValueTask DisposeAsync()
    {
        if (_gateway is not null)
            await _gateway.DisposeAsync();
        await _legacy.DisposeAsync();
        _http.Dispose();
        _folder.Dispose();
    }

    private Task<RawResponse> AskAsync(RawRequest request) => RawHttp.SendAsync(Public, request, Token);

    private static string CommandLine(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline"));
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
