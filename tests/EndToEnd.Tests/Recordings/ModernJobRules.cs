using System.Text.RegularExpressions;
using Strangler.Testing.Comparison;

namespace Strangler.EndToEnd.Tests.Recordings;

/// <summary>Quirks of contract 13 that the C# modules of the jobs fix; each rule looks at nothing else.</summary>
internal static partial class ModernJobRules
{
    private const string Failed = "\"Backup failed: Client process failed with code 1\"";

    private const string Injection = "api_start_backup/user with line feed (transfer.info injection)";

    private static readonly string[] SecondBackups =
        ["api_start_backup/same user name again", "api_start_backup/no user, host, port fields (defaults of server_config)"];

    /// <summary>Refused by legacy with 500, although the client is wrong; and what modern says.</summary>
    private static readonly Dictionary<string, string> Refused = new()
    {
        ["api_start_backup/file name has slash"] = "the file name must not contain '/'",
        ["api_start_backup/file name traversal"] = "the file name must not contain '/'",
        ["api_start_backup/file name absolute"] = "the file name must not contain '/'",
        ["api_start_backup/file name of 300 characters"] = "File name too long",
        ["api_start_backup/port abc"] = "the port must be an integer",
        ["api_start_backup/port 12.5"] = "the port must be an integer",
        ["api_status/after that failed start"] = "the port must be an integer",
    };

    /// <summary>Run as a script legacy has no routes of these names.</summary>
    private static readonly Dictionary<string, string> MissingInScriptMode = new()
    {
        ["script_mode_unregistered_routes/GET /api/perf"] = """{"jobs":{},"success":true}""",
        ["script_mode_unregistered_routes/POST /api/cancel/job_1"] = """{"error":"Unknown job_id=job_1","success":false}""",
        ["script_mode_unregistered_routes/POST /api/cancel_all"] = """{"jobs":{},"results":{},"success":true}""",
    };

    public static IReadOnlyList<Rule> All { get; } =
    [
        new("Q1-step", "Q1: the message of a running job is its step", (difference, _) =>
            difference is { Field: "message", Recorded: "\"Starting backup of slow.txt...\"", Actual: "\"Connecting to the backup server...\"" }),
        new("Q1-bytes", "Q1: a job tells its bytes, and a failed one how far it came", (difference, exchange) => difference switch
        {
            { Path: "$.progress.bytes_transferred" or "$.progress.total_bytes", Recorded: "0" } => VolatileRules.Matches(difference, VolatileRules.Integer()),
            { Path: "$.progress.percentage", Recorded: "0" } => HasFailed(exchange) && VolatileRules.Matches(difference, BelowHundred()),
            _ => false,
        }),
        new("Q1-events", "Q1: a job tells its steps, without a path and without the content of transfer.info", (difference, _) =>
            difference is { Path: { } path, Recorded: null, Actual: { } actual } && EventPath().IsMatch(path) && Event().IsMatch(actual) && IsDiscreet(actual)),
        new("Q3", "Q3: the routes are there however legacy is run", (difference, exchange) =>
            MissingInScriptMode.TryGetValue(exchange.Recording.Id, out var answer) && exchange.Actual.Text.TrimEnd() == answer
            || exchange.Recording.Id == "script_mode_unregistered_routes/OPTIONS /api/cancel_all" && difference is { Header: "Allow", Actual: "GET, HEAD, OPTIONS, POST" }
            || exchange.Recording.Id == "script_mode_unregistered_routes/POST /api/perf" && difference is { Header: "Allow", Actual: "GET, HEAD, OPTIONS" }),
        new("Q4", "Q4: a second backup of the same user works", (difference, exchange) =>
            SecondBackups.Contains(exchange.Recording.Id) && difference is
                { Path: "$.phase", Actual: "\"COMPLETED\"" } or { Path: "$.message", Recorded: Failed, Actual: "\"Backup completed successfully!\"" } or { Path: "$.progress.percentage", Actual: "100" }),
        new("Q6", "Q6: an upload that broke off leaves no job", (difference, exchange) =>
            exchange.Recording.Id == "extras/client vanishes during the upload: the job stays INITIALIZING for ever"
            && difference is { Recorded: { } recorded, Actual: null } && recorded.Contains("\"file\":\"\"", StringComparison.Ordinal)),
        new("Q8", "Q8: control characters in a user name are refused", (_, exchange) =>
            exchange.Recording.Id == Injection && exchange.Actual is { Status: 400, Text: "{\"error\":\"Backup start error: user name and host must not contain control characters\",\"success\":false}\n" }),
        new("Q12-start", "Q12: a start that is the client's fault is 400 without a Python text; the prefix stays", (difference, exchange) =>
            Refused.TryGetValue(exchange.Recording.Id, out var reason)
            && (difference is { Part: "status", Recorded: "500", Actual: "400" } or { Part: "reason", Actual: "BAD REQUEST" }
                || difference is { Path: "$.error" or "$.message", Recorded: not null } && difference.Actual == $"\"Backup start error: {reason}\"")),
        new("Q23", "Q23: jobs whose files have the same name do not replace each other in the monitor", (difference, exchange) =>
            exchange.Recording.Id == "api_monitor_status/after backups: monitor jobs never end" && difference is { Recorded: null, Actual: { } actual }
            && difference.Path?.StartsWith("$.jobs_info.", StringComparison.Ordinal) == true && actual.Contains("\"expected_size\":1,\"filename\":\"p.txt\"", StringComparison.Ordinal)),
        new("Q24", "Q24: a folder that happens to have the file's name verifies nothing; the backup server refuses that name", (difference, exchange) =>
            exchange.Recording.Id == "api_start_backup/file name .." && difference is
                { Path: "$.phase", Recorded: "\"COMPLETED_VERIFIED\"", Actual: "\"FAILED\"" } or { Path: "$.message", Actual: Failed } or { Path: "$.progress.percentage", Recorded: "100" }),
        new("job-error", "A failed job says what its client wrote on standard error (services/README.md)", (difference, exchange) =>
            difference is { Path: "$.error", Recorded: null, Actual: { Length: > 2 } actual } && HasFailed(exchange) && IsDiscreet(actual)),
    ];

    private static bool HasFailed(Exchange exchange) => exchange.Actual.Text.Contains("\"phase\":\"FAILED\"", StringComparison.Ordinal);

    /// <summary>Neither a folder nor a user name of the recordings is in it.</summary>
    private static bool IsDiscreet(string text) => !text.Contains('/', StringComparison.Ordinal) && !text.Contains("rec1795382147", StringComparison.Ordinal);

    [GeneratedRegex(@"^\$\.events\[\d+\]$")]
    private static partial Regex EventPath();

    [GeneratedRegex("""^\{"data":\{("bytes_transferred":\d+,)?"message":"[^"]+"(,"progress":\d+,"total_bytes":\d+)?\},"phase":"(CONFIG|EXECUTION|COMPLETION|ERROR)"\}$""")]
    private static partial Regex Event();

    [GeneratedRegex(@"^\d\d?$")]
    private static partial Regex BelowHundred();
}
