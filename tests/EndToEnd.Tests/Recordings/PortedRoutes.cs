using Strangler.Testing.Recordings;

namespace Strangler.EndToEnd.Tests.Recordings;

/// <summary>The routes that have a C# module, and the recordings that it answers.</summary>
internal static class PortedRoutes
{
    public static IReadOnlyList<string> Names { get; } =
    [
        "status", "health", "server_info", "connect", "disconnect", "test", "stop", "pause", "resume", "progress_config", "connection_health",
        "check_receipt", "received_files", "monitor_status",
    ];

    private static readonly HashSet<string> Paths =
    [
        "/api/status", "/health", "/api/health", "/api/server_info", "/api/connect", "/api/disconnect", "/api/test", "/api/stop",
        "/api/pause", "/api/resume", "/progress_config.json", "/api/server/connection_health", "/api/received_files", "/api/monitor_status",
    ];

    private const string Receipt = "/api/check_receipt/";

    /// <summary>True where the module itself answers.</summary>
    public static bool IsAnsweredBy(Recording recording)
    {
        var target = recording.Request.Path.Split('#')[0].Split('?', 2);
        var path = Uri.UnescapeDataString(target[0].StartsWith("//", StringComparison.Ordinal) ? target[0][1..] : target[0]);
        return IsReceipt(path) || Paths.Contains(path) && !(path == "/api/status" && target.ElementAtOrDefault(1)?.Contains("job_id=", StringComparison.Ordinal) == true);
    }

    /// <summary>One segment that is a name: dots are legacy's (contract 3.3), and NUL is refused before any module.</summary>
    private static bool IsReceipt(string path) =>
        path.StartsWith(Receipt, StringComparison.Ordinal) && path[Receipt.Length..] is not ("" or "." or "..") and var name && name.IndexOfAny(['/', '\0']) < 0;
}
