using Strangler.Testing.Recordings;

namespace Strangler.EndToEnd.Tests.Recordings;

/// <summary>The routes that have a C# module, and the recordings that it answers.</summary>
internal static class PortedRoutes
{
    public static IReadOnlyList<string> Names { get; } =
        ["status", "health", "server_info", "connect", "disconnect", "test", "stop", "pause", "resume", "progress_config", "connection_health",
         "observability", "favicon", "static"];

    /// <summary>Routes of <c>yarp.json</c> that legacy alone answers, with all that is below them.</summary>
    private static readonly string[] Unported =
    [
        "/socket.io", "/api/start_backup", "/api/received_files", "/api/check_receipt", "/api/monitor_status", "/api/perf", "/api/cancel",
        "/api/cancel_all", "/api/cancelable_jobs",
    ];

    /// <summary>True where the module itself answers: of its own route, or as the catch-all of every path that no other route has.</summary>
    public static bool IsAnsweredBy(Recording recording)
    {
        var target = recording.Request.Path.Split('#')[0].Split('?', 2);
        var path = Uri.UnescapeDataString(target[0].StartsWith("//", StringComparison.Ordinal) ? target[0][1..] : target[0]);
        return !Unported.Any(route => path == route || path.StartsWith(route + "/", StringComparison.Ordinal))
            && !(path == "/api/status" && target.ElementAtOrDefault(1)?.Contains("job_id=", StringComparison.Ordinal) == true);
    }
}
