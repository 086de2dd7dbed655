using Strangler.Testing.Recordings;

namespace Strangler.EndToEnd.Tests.Recordings;

/// <summary>The routes that have a C# module, and the recordings that it answers.</summary>
internal static class PortedRoutes
{
    /// <summary>All but those of the jobs.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "status", "health", "server_info", "connect", "disconnect", "test", "stop", "pause", "resume", "received_files", "check_receipt",
        "monitor_status", "progress_config", "connection_health", "observability", "favicon", "static",
    ];

    /// <summary>The routes of the jobs: their recordings show jobs that legacy leaks (Q6), so that they are replayed with these at legacy.</summary>
    public static IReadOnlyList<string> OfJobs { get; } = ["start_backup", "job_status", "perf", "job_perf", "cancel_job", "cancel_all", "cancelable_jobs"];

    private static readonly string[] OthersPaths =
        ["/socket.io", "/api/start_backup", "/api/perf", "/api/cancel", "/api/cancel_all", "/api/cancelable_jobs"];

    /// <summary>True where a module answers: of its own route, or as the catch-all of every path that no other route has.</summary>
    public static bool IsAnsweredBy(Recording recording)
    {
        var target = recording.Request.Path.Split('#')[0].Split('?', 2);
        var path = Uri.UnescapeDataString(target[0].StartsWith("//", StringComparison.Ordinal) ? target[0][1..] : target[0]);
        return !OthersPaths.Any(other => path == other || path.StartsWith(other + "/", StringComparison.Ordinal))
            && !(path == "/api/status" && target.ElementAtOrDefault(1)?.Contains("job_id=", StringComparison.Ordinal) == true);
    }
}
