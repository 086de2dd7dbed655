using System.Net;
using System.Text.Json;
using Strangler.CommandLine.Exit;
using Strangler.Settings;

namespace Strangler.CommandLine.Drills;

/// <summary>The drills that there are.</summary>
internal static class DrillList
{
    private const string Marker = "wrong";

    private static readonly TimeSpan LongestJob = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>What a client takes for slow: far above what either side needs, far below what the fault takes.</summary>
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(0.5);

    /// <summary>In the order in which they are made.</summary>
    public static IReadOnlyList<Drill> All { get; } =
    [
        Faulty(StartupHook.Status, "server_info", "/api/server_info", "each answer is 500", TimeSpan.FromSeconds(5)),
        Faulty(StartupHook.Exception, "monitor_status", "/api/monitor_status", "each request throws", TimeSpan.FromSeconds(5)),
        Faulty(StartupHook.Slowness, "health", "/health", "each answer takes a second more", TimeSpan.FromSeconds(30), Slow),
        new RollbackDrill(
            "wrong-answers", "progress_config", "the file that is sent was overwritten", TimeSpan.FromSeconds(30),
            system =>
            {
                Remove(system.ProgressConfiguration);
                File.WriteAllText(system.ProgressConfiguration, $$"""{"{{Marker}}":1}""");
            },
            system => Restore(system.ProgressConfiguration),
            Get("/progress_config.json"), (_, reply, _) => Task.FromResult(IsError(reply) || reply.Body.Contains(Marker, StringComparison.Ordinal))),
        new RollbackDrill(
            "missing-client", "start_backup", "the backup client's program is gone", TimeSpan.FromSeconds(45),
            system => Remove(system.Client), system => Restore(system.Client), Start, HasFailedAsync)
        {
            Interval = TimeSpan.FromSeconds(1), // each is a backup
        },
        new DeadLegacyDrill("dead-legacy", "server_info", "Flask is ended", TimeSpan.FromSeconds(15), "/api/server_info", "/health"),
    ];

    /// <param name="slow">What is bad because it took longer; null where only errors are.</param>
    private static RollbackDrill Faulty(string fault, string route, string path, string what, TimeSpan bound, TimeSpan? slow = null) => new(
        fault, route, what, bound, system => system.Break(fault), system => system.Repair(), Get(path), (_, reply, _) => Task.FromResult(IsError(reply) || reply.Took > slow));

    private static bool IsError(Reply reply) => reply.Status is not (int)HttpStatusCode.OK;

    private static Func<int, HttpRequestMessage> Get(string path) => _ => new(HttpMethod.Get, path);

    private static void Remove(string file) => AtomicFile.Move(file, file + ".right");

    private static void Restore(string file) => AtomicFile.Replace(file + ".right", file);

    /// <summary>A backup of a user of its own: at legacy each has one.</summary>
    private static HttpRequestMessage Start(int number) => new(HttpMethod.Post, "/api/start_backup")
    {
        Content = new MultipartFormDataContent
        {
            { new StringContent($"drill{number}"), "username" },
            { new StringContent("a drill"), "file", $"drill{number}.txt" },
        },
    };

    /// <summary>Whether no job was started, or it ended without a backup.</summary>
    private static async Task<bool> HasFailedAsync(DrillSystem system, Reply reply, CancellationToken cancellationToken)
    {
        if (IsError(reply))
            return true;

        using var started = JsonDocument.Parse(reply.Body);
        if (!started.RootElement.TryGetProperty("job_id", out var job))
            return true;

        using var client = new HttpClient { BaseAddress = system.Public, MaxResponseContentBufferSize = 64 << 20 };
        for (var start = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(start) < LongestJob; await Task.Delay(LookInterval, TimeProvider.System, cancellationToken))
        {
            using var status = JsonDocument.Parse(await client.GetStringAsync($"/api/status?job_id={job.GetString()}", cancellationToken));
            if (status.RootElement.GetProperty("backing_up").ValueKind == JsonValueKind.False)
                return status.RootElement.GetProperty("phase").GetString() == "FAILED";
        }

        throw new CommandException($"the job {job.GetString()} of a drill has no end.", ExitCode.Refused);
    }
}
