using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Strangler.Services.Backups.Jobs;
using Strangler.Services.Tests.Hosting;
using Strangler.Testing;
using Strangler.Testing.Clients;
using Strangler.Testing.Http;

namespace Strangler.Services.Tests.Backups.Jobs;

/// <summary>The modules with the scripted client: what a job's file says, its client does.</summary>
internal sealed class JobsHost : IAsyncDisposable
{
    private readonly ModuleHost _host;
    private readonly TemporaryFolder? _own;
    private readonly List<JsonElement> _events = [];

    private JobsHost(ModuleHost host, TemporaryFolder? own, string folder) => (_host, _own, Folder) = (host, own, folder);

    /// <summary>The jobs' folder.</summary>
    public string Folder { get; }

    /// <summary>A folder for what tests and clients tell each other.</summary>
    public TemporaryFolder Signals { get; } = new();

    public ModuleHost Modules => _host;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<JobsHost> StartAsync(
        IReadOnlyDictionary<string, string>? settings = null, IJobStore? store = null, string? folder = null, Action<IServiceCollection>? configure = null)
    {
        var own = folder is null ? new TemporaryFolder() : null;
        Dictionary<string, string?> all = new() { ["Services:Jobs:Folder"] = folder ?? own!.Path, ["Services:BackupServerPort"] = "1" };
        foreach (var (key, value) in ScriptedClient.Settings.Concat(settings ?? new Dictionary<string, string>()))
            all[key] = value;
        var host = await ModuleHost.StartAsync(all, Token, services =>
        {
            if (store is not null)
                services.AddSingleton(store);
            configure?.Invoke(services);
        });
        return new JobsHost(host, own, folder ?? own!.Path);
    }

    /// <summary>Folders of jobs that have not gone yet.</summary>
    public IReadOnlyList<string> Running => Directory.GetDirectories(Path.Combine(Folder, "running"));

    public async Task<string> StartJobAsync(string script, string user = "someone")
    {
        var answer = await PostFormAsync(Part("file", script, "script.txt"), Part("username", user));
        Assert.Equal(200, answer.Status);
        using var document = JsonDocument.Parse(answer.Text);
        return document.RootElement.GetProperty("job_id").GetString()!;
    }

    public static string Part(string name, string value, string? fileName = null) =>
        $"Content-Disposition: form-data; name=\"{name}\"{(fileName is null ? "" : $"; filename=\"{fileName}\"")}\r\n\r\n{value}\r\n";

    public Task<RawResponse> PostFormAsync(params string[] parts) => _host.SendAsync(Form(parts), Token);

    public static RawRequest Form(params string[] parts)
    {
        var body = Encoding.UTF8.GetBytes(string.Concat(parts.Select(part => "--b\r\n" + part)) + "--b--\r\n");
        return new RawRequest("POST", "/api/start_backup")
        {
            Headers = [RawRequest.Header("Host", "127.0.0.1"), RawRequest.Header("Content-Type", "multipart/form-data; boundary=b"), RawRequest.Header("Content-Length", $"{body.Length}")],
            Body = body,
        };
    }

    public Task<RawResponse> PostAsync(string target, string body = "") => _host.PostJsonAsync(target, body, Token);

    public async Task<JsonElement> GetAsync(string target) => Json(await _host.GetAsync(target, Token));

    /// <summary>All events that any reading of a status has taken.</summary>
    public IReadOnlyList<JsonElement> Events => _events;

    public async Task<JsonElement> StatusAsync(string jobId)
    {
        var status = await GetAsync($"/api/status?job_id={jobId}");
        _events.AddRange(status.GetProperty("events").EnumerateArray());
        return status;
    }

    /// <summary>Polls as a page does until the job has ended.</summary>
    public Task<JsonElement> EndAsync(string jobId) => UntilAsync(jobId, status => !status.GetProperty("backing_up").GetBoolean());

    public Task<JsonElement> UntilAsync(string jobId, Func<JsonElement, bool> condition, [CallerArgumentExpression(nameof(condition))] string what = "") =>
        Eventually.GetAsync(() => StatusAsync(jobId), condition, Token, what: what);

    public Task SignalAsync(string name) => Eventually.IsTrueAsync(() => File.Exists(Signals.Combine(name)), Token, $"the signal '{name}'");

    public static JsonElement Json(RawResponse answer) => JsonDocument.Parse(answer.Text).RootElement;

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _own?.Dispose();
        Signals.Dispose();
    }
}
