using Strangler.Testing.Recordings;

namespace Strangler.Services.Tests.Recordings;

/// <summary>The recordings that the modules answer on their own: of their paths, and decided by the request and whether the backup server is up.</summary>
internal static class ModuleRecordings
{
    private static readonly string[] Files =
    [
        "api_check_receipt", "api_connect", "api_disconnect", "api_health", "api_monitor_status", "api_pause", "api_received_files", "api_resume",
        "api_server_connection_health", "api_server_info", "api_status", "api_stop", "api_test", "health", "progress_config",
    ];

    /// <summary>Of files, of unknown paths, and of the reports on the server: all of their paths are a module's.</summary>
    private static readonly string[] WholeFiles = ["static", "traversal", "favicon", "observability"];

    private static readonly string[] OfFilesElsewhere =
        ["extras/favicon_stuff file, unsatisfiable Range", "extras/asset named like a directory traversal inside Client-gui", "http_level/OPTIONS *", "http_level/semicolon in target"];

    /// <summary>Flask collapses the slashes and finds another module; the gateway's routing does that.</summary>
    private static readonly string[] RoutedByTheGateway = ["traversal/GET //api/status", "traversal/POST //api/test"];

    private static readonly string[] Paths =
    [
        "/api/connect", "/api/disconnect", "/api/health", "/api/monitor_status", "/api/pause", "/api/received_files", "/api/resume",
        "/api/server/connection_health", "/api/server_info", "/api/status", "/api/stop", "/api/test", "/health", "/progress_config.json",
    ];

    private const string Receipt = "/api/check_receipt/";

    /// <summary>What legacy, too, would answer otherwise on Windows, and why.</summary>
    private static readonly Dictionary<string, string> OtherwiseOnWindows = new()
    {
        ["favicon/GET /favicon_stuff/favicon.ico"] = "The registry decides on types of files.",
        ["favicon/GET /favicon_stuff/browserconfig.xml"] = "The registry decides on types of files.",
        ["favicon/GET /favicon/../favicon.svg"] = "Windows reads dot segments by the text alone.",
        ["static//newguiforclient.html (case)"] = "Windows knows no upper and lower case in names.",
        ["traversal/GET /..%5c..%5cconfig.json"] = "There a backslash leads out of the folder, which is 403.",
        ["traversal/GET /C:%5cWindows%5cwin.ini"] = "There a letter with a colon leads out of the folder, which is 403.",
    };

    /// <summary>Decided by the HTTP server below the modules: Kestrel refuses these itself, or resolves the dots in their path.</summary>
    private static readonly string[] BelowTheModules =
    [
        "api_connect/Content-Length longer than the body, client half-closes", "api_connect/Content-Length not a number",
        "api_check_receipt/GET ..", "api_check_receipt/GET .", "api_check_receipt/GET %2e%2e", "api_check_receipt/GET %2e", "api_check_receipt/GET a%00b",
        "static/NUL in path",
    ];

    /// <summary>Their answers tell what happened before; the tests of status and connect replay such stories whole.</summary>
    private static readonly string[] ToldByHistory =
    [
        "api_status/after /api/disconnect", "api_status/port 'abc' in server_config", "api_status/after that failed start",
        "api_status/backup up: after connect", "api_status/general status after backups", "api_status/general status after a failed backup",
        "health/backup up, but server_config points to a wrong port", "api_monitor_status/after backups: monitor jobs never end",
        "observability/metrics", "observability/metrics window=0", "observability/metrics window=abc falls back", "observability/psutil6: health",
    ];

    /// <summary>Jobs are another route.</summary>
    private static bool IsOfAJob(Recording recording) => recording.Request.Path.Contains("job_id=job_17", StringComparison.Ordinal);

    private const string Fixture = "received_files holds fixture files";

    public static IEnumerable<Recording> All => RecordingFiles.All.Where(recording =>
        (Files.Contains(recording.File) && IsOfAModule(recording.Request.Path.Split('?')[0])
            || WholeFiles.Contains(recording.File) || OfFilesElsewhere.Contains(recording.Id))
        && !RoutedByTheGateway.Contains(recording.Id) && !BelowTheModules.Contains(recording.Id) && !ToldByHistory.Contains(recording.Id) && !IsOfAJob(recording));

    public static bool NeedsBackupServer(Recording recording) => recording.ServerState.Contains("backup server up", StringComparison.Ordinal);

    /// <summary>Settings that stand for the state that the recorded server was started in.</summary>
    public static (string, string)[] Settings(Recording recording) =>
        recording.ServerState.EndsWith("monitor not started", StringComparison.Ordinal) ? [("Receipts:Monitor", "false")] : [];

    /// <summary>Why it tells nothing of Windows; null where it does.</summary>
    public static string? DiffersOnWindows(Recording recording) =>
        HasFixture(recording) ? "It was recorded with a file whose name Windows forbids." : OtherwiseOnWindows.GetValueOrDefault(recording.Id);

    /// <summary>Brings the folder of received files into the recorded state; the server is running.</summary>
    public static void Arrange(Recording recording, string receivedFiles)
    {
        if (HasFixture(recording))
            ReceivedFixture.PutInto(receivedFiles);
        else if (recording.ServerState.Contains("received_files directory removed", StringComparison.Ordinal))
            Directory.Delete(receivedFiles);
    }

    private static bool HasFixture(Recording recording) => recording.ServerState.Contains(Fixture, StringComparison.Ordinal);

    private static bool IsOfAModule(string path) =>
        Paths.Contains(path) || (path.StartsWith(Receipt, StringComparison.Ordinal) && path.Length > Receipt.Length);
}
