using Strangler.Testing.Recordings;

namespace Strangler.EndToEnd.Tests.Recordings;

/// <summary>The routes that have a C# module, and the recordings that it answers.</summary>
internal static class PortedRoutes
{
    public static IReadOnlyList<string> Names { get; } =
    [
        "status", "job_status", "health", "server_info", "connect", "disconnect", "test", "start_backup", "stop", "pause", "resume",
        "received_files", "check_receipt", "monitor_status", "progress_config", "connection_health", "perf", "job_perf", "cancel_job",
        "cancel_all", "cancelable_jobs", "observability", "favicon", "static",
    ];

    /// <summary>True where a module answers: of its own route, or as the catch-all of every path that no other route has. Sockets are legacy's.</summary>
    public static bool IsAnsweredBy(Recording recording) => !recording.Request.Path.StartsWith("/socket.io/", StringComparison.Ordinal);
}
