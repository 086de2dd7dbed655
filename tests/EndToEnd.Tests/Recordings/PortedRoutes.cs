using Strangler.Testing.Recordings;

namespace Strangler.EndToEnd.Tests.Recordings;

/// <summary>The routes that have a C# module, and the recordings that it answers.</summary>
internal static class PortedRoutes
{
    /// <summary>All but <c>realtime</c>.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "status", "health", "server_info", "connect", "disconnect", "test", "stop", "pause", "resume", "received_files", "check_receipt",
        "monitor_status", "progress_config", "connection_health", "observability", "favicon", "static",
        "start_backup", "job_status", "perf", "job_perf", "cancel_job", "cancel_all", "cancelable_jobs",
    ];

    /// <summary>True where a module answers: of its own route, or as the catch-all of every path that no other route has.</summary>
    public static bool IsAnsweredBy(Recording recording)
    {
        var target = recording.Request.Path.Split('#')[0].Split('?')[0];
        var path = Uri.UnescapeDataString(target.StartsWith("//", StringComparison.Ordinal) ? target[1..] : target);
        return path != "/socket.io" && !path.StartsWith("/socket.io/", StringComparison.Ordinal);
    }
}
