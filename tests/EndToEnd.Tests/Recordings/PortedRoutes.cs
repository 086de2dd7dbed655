using Strangler.Testing.Recordings;

namespace Strangler.EndToEnd.Tests.Recordings;

/// <summary>The routes that have a C# module, and the recordings that it answers.</summary>
internal static class PortedRoutes
{
    public static IReadOnlyList<string> Names { get; } =
        ["status", "health", "server_info", "connect", "disconnect", "test", "stop", "pause", "resume", "progress_config", "connection_health"];

    private static readonly HashSet<string> Paths =
    [
        "/api/status", "/health", "/api/health", "/api/server_info", "/api/connect", "/api/disconnect", "/api/test", "/api/stop",
        "/api/pause", "/api/resume", "/progress_config.json", "/api/server/connection_health",
    ];

    /// <summary>True where the module itself answers.</summary>
    public static bool IsAnsweredBy(Recording recording)
    {
        var target = recording.Request.Path.Split('#')[0].Split('?', 2);
        var path = Uri.UnescapeDataString(target[0].StartsWith("//", StringComparison.Ordinal) ? target[0][1..] : target[0]);
        return Paths.Contains(path) && !(path == "/api/status" && target.ElementAtOrDefault(1)?.Contains("job_id=", StringComparison.Ordinal) == true);
    }
}
