using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Strangler.Testing.Clients;

namespace Strangler.Benchmarks.Soak;

/// <summary>
/// A page and the person in front of it, faster than either: asks in the page's rhythm, is opened anew each quarter of an hour, and then connects,
/// backs a file up, follows the job to its end and looks whether what it said is true, and presses the buttons.
/// </summary>
internal sealed class SimulatedPage(int number, SoakOptions options, SoakClient client, SoakLedger ledger, RestartingLegacy legacy, int backupPort, string receivedFiles)
{
    private const int CancelledOf = 8; // one of eight
    private const int MostBytes = 200_000;

    private static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan LongestJob = TimeSpan.FromMinutes(5);

    private readonly Random _random = new(number);
    private int _jobs;

    public Task RunAsync(CancellationToken over) => Task.WhenAll(
        PollAsync("/api/health", PageRhythm.Health, over), PollAsync("/api/status", PageRhythm.Status, over), UseAsync(over));

    private async Task PollAsync(string path, TimeSpan interval, CancellationToken over)
    {
        await WaitAsync(interval * number / options.Pages, over); // not all at once
        using var timer = new PeriodicTimer(interval / options.Speed);
        while (await timer.NextAsync(over))
            await client.AskAsync(HttpMethod.Get, path);
    }

    private async Task UseAsync(CancellationToken over)
    {
        if (!await WaitAsync(Quarter * number / options.Pages, over))
            return;
        do
        {
            foreach (var path in PageRhythm.Opening)
                await client.AskAsync(HttpMethod.Get, path);
            if (!await WaitAsync(Quarter / 5, over))
                return;
            await ConnectAsync();
            if (!await WaitAsync(Quarter / 5, over))
                return;
            await BackUpAsync();
            if (!await WaitAsync(Quarter / 5, over))
                return;
            foreach (var button in (string[])["/api/pause", "/api/resume", "/api/stop"])
                await client.AskAsync(HttpMethod.Post, button);
        }
        while (await WaitAsync(Quarter * 2 / 5, over));
    }

    private async Task ConnectAsync()
    {
        using var body = new StringContent($$"""{"host":"127.0.0.1","port":{{backupPort}},"username":"page{{number}}"}""", Encoding.UTF8, "application/json");
        await client.AskAsync(HttpMethod.Post, "/api/connect", body);
    }

    private async Task BackUpAsync()
    {
        var started = Stopwatch.GetTimestamp();
        var name = $"page{number}-{++_jobs}"; // a user's backup works once at legacy (Q4)
        var content = new byte[_random.Next(1, MostBytes)];
        _random.NextBytes(content);
        using var form = new MultipartFormDataContent
        {
            { new ByteArrayContent(content), "file", $"{name}.bin" }, { new StringContent(name), "username" },
            { new StringContent("127.0.0.1"), "host" }, { new StringContent($"{backupPort}"), "port" },
        };
        if (await client.AskAsync(HttpMethod.Post, "/api/start_backup", form) is not { } start)
            return;

        var id = TextOf(start.Body, "job_id");
        var isCancelled = _jobs % CancelledOf == 0;
        if (isCancelled)
            await client.AskAsync(HttpMethod.Post, $"/api/cancel/{id}", mayBeRefused: true); // it may be over

        var phase = await PhaseAtEndAsync(id, started);
        ledger.Count(Figure.Jobs);
        if (!IsTrue(phase, isCancelled, name, content))
        {
            var isLegacys = !start.IsModern && legacy.WasDownSince(started);
            ledger.Fault(isLegacys ? Figure.ExcusedJobs : Figure.Untrue, $"{name}, {id}, started by {(start.IsModern ? "modern" : "legacy")}{(isCancelled ? ", cancelled" : "")}: {phase ?? "no end"}");
        }
    }

    /// <summary>Null when it does not come.</summary>
    private async Task<string?> PhaseAtEndAsync(string id, long started)
    {
        while (Stopwatch.GetElapsedTime(started) < LongestJob)
        {
            if (await client.AskAsync(HttpMethod.Get, $"/api/status?job_id={id}") is { } status)
            {
                using var json = JsonDocument.Parse(status.Body);
                if (!json.RootElement.GetProperty("backing_up").GetBoolean())
                    return json.RootElement.GetProperty("phase").GetString();
            }

            await Task.Delay(PageRhythm.JobStatus / options.Speed, TimeProvider.System, CancellationToken.None);
        }

        return null;
    }

    /// <summary>What the job says of itself against what is stored. One that was cancelled may have been quicker.</summary>
    private bool IsTrue(string? phase, bool isCancelled, string name, byte[] content) => phase switch
    {
        "COMPLETED" or "COMPLETED_VERIFIED" => IsStored(name, content),
        "CANCELLED" or "FAILED" => isCancelled,
        _ => false,
    };

    private bool IsStored(string name, byte[] content) =>
        Directory.GetFiles(receivedFiles, $"upload_*_{name}.bin").Any(file => File.ReadAllBytes(file).AsSpan().SequenceEqual(content));

    private Task<bool> WaitAsync(TimeSpan time, CancellationToken over) => Ticks.WaitAsync(time / options.Speed, over);

    private static string TextOf(string body, string member)
    {
        using var json = JsonDocument.Parse(body);
        return json.RootElement.GetProperty(member).GetString()!;
    }
}
