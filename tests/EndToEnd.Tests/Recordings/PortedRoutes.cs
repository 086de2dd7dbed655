namespace Strangler.EndToEnd.Tests.Recordings;

/// <summary>The routes that have a C# module: all.</summary>
internal static class PortedRoutes
{
    public static IReadOnlyList<string> Names { get; } =
    [
        "status", "health", "server_info", "connect", "disconnect", "test", "stop", "pause", "resume", "received_files", "check_receipt",
        "monitor_status", "progress_config", "connection_health", "observability", "favicon", "static", "realtime",
        "start_backup", "job_status", "perf", "job_perf", "cancel_job", "cancel_all", "cancelable_jobs",
    ];
}
