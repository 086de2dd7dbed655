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

    private static readonly string[] Paths =
    [
        "/api/connect", "/api/disconnect", "/api/health", "/api/pause", "/api/resume", "/api/server/connection_health", "/api/server_info",
        "/api/status", "/api/stop", "/api/test", "/health", "/progress_config.json",
    ];

    /// <summary>Decided by the HTTP server below the modules: Kestrel refuses these itself.</summary>
    private static readonly string[] BelowTheModules =
    [
        "api_connect/Content-Length longer than the body, client half-closes", "api_connect/Content-Length not a number",
    ];

    /// <summary>Their answers tell what happened before; the tests of status and connect replay such stories whole.</summary>
    private static readonly string[] ToldByHistory =
    [
        "api_status/after /api/disconnect", "api_status/port 'abc' in server_config", "api_status/after that failed start",
        "api_status/backup up: after connect", "api_status/general status after backups", "api_status/general status after a failed backup",
        "health/backup up, but server_config points to a wrong port",
    ];

    /// <summary>Jobs are another route.</summary>
    private static bool IsOfAJob(Recording recording) => recording.Request.Path.Contains("job_id=job_17", StringComparison.Ordinal);

    public static IEnumerable<Recording> All => RecordingFiles.All.Where(recording =>
        Files.Contains(recording.File) && Paths.Contains(recording.Request.Path.Split('?')[0])
        && !BelowTheModules.Contains(recording.Id) && !ToldByHistory.Contains(recording.Id) && !IsOfAJob(recording));

    public static bool NeedsBackupServer(Recording recording) => recording.ServerState.Contains("backup server up", StringComparison.Ordinal);
}
