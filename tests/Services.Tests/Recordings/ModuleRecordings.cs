using Strangler.Testing.Recordings;

namespace Strangler.Services.Tests.Recordings;

/// <summary>The recordings that the modules answer on their own: of their paths, and decided by the request and whether the backup server is up.</summary>
internal static class ModuleRecordings
{
    private static readonly string[] Files =
    [
        "api_connect", "api_disconnect", "api_health", "api_pause", "api_resume", "api_server_connection_health", "api_server_info",
        "api_status", "api_stop", "api_test", "health", "progress_config",
    ];

    /// <summary>Of files, of unknown paths, and of the reports on the server: all of their paths are a module's.</summary>
    private static readonly string[] WholeFiles = ["static", "traversal", "favicon", "observability"];

    private static readonly string[] OfFilesElsewhere =
        ["extras/favicon_stuff file, unsatisfiable Range", "extras/asset named like a directory traversal inside Client-gui", "http_level/OPTIONS *", "http_level/semicolon in target"];

    /// <summary>Flask collapses the slashes and finds another module; the gateway's routing does that.</summary>
    private static readonly string[] RoutedByTheGateway = ["traversal/GET //api/status", "traversal/POST //api/test"];

    private static readonly string[] Paths =
    [
        "/api/connect", "/api/disconnect", "/api/health", "/api/pause", "/api/resume", "/api/server/connection_health", "/api/server_info",
        "/api/status", "/api/stop", "/api/test", "/health", "/progress_config.json",
    ];

    /// <summary>Decided by the HTTP server below the modules: Kestrel refuses these itself.</summary>
    private static readonly string[] BelowTheModules =
    [
        "api_connect/Content-Length longer than the body, client half-closes", "api_connect/Content-Length not a number", "static/NUL in path",
    ];

    /// <summary>Their answers tell what happened before; the tests of status and connect replay such stories whole.</summary>
    private static readonly string[] ToldByHistory =
    [
        "api_status/after /api/disconnect", "api_status/port 'abc' in server_config", "api_status/after that failed start",
        "api_status/backup up: after connect", "api_status/general status after backups", "api_status/general status after a failed backup",
        "health/backup up, but server_config points to a wrong port",
        "observability/metrics", "observability/metrics window=0", "observability/metrics window=abc falls back", "observability/psutil6: health",
    ];

    /// <summary>Jobs are another route.</summary>
    private static bool IsOfAJob(Recording recording) => recording.Request.Path.Contains("job_id=job_17", StringComparison.Ordinal);

    public static IEnumerable<Recording> All => RecordingFiles.All.Where(recording =>
        (Files.Contains(recording.File) && Paths.Contains(recording.Request.Path.Split('?')[0])
            || WholeFiles.Contains(recording.File) || OfFilesElsewhere.Contains(recording.Id))
        && !RoutedByTheGateway.Contains(recording.Id) && !BelowTheModules.Contains(recording.Id) && !ToldByHistory.Contains(recording.Id) && !IsOfAJob(recording));

    public static bool NeedsBackupServer(Recording recording) => recording.ServerState.Contains("backup server up", StringComparison.Ordinal);
}
