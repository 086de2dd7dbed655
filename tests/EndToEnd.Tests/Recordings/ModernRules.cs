using Strangler.Testing.Comparison;
using Strangler.Testing.Recordings;

namespace Strangler.EndToEnd.Tests.Recordings;

/// <summary>Quirks of contract 13 that the C# modules fix, and what a flip between the sides cannot hide; each rule looks at nothing else.</summary>
internal static class ModernRules
{
    private static readonly string[] ErrorPrefixes = ["\"Connection error: ", "\"Error checking file receipt: "];

    private static readonly string[] OwnFields = ["host", "port", "username"];

    private static readonly string[] Folders =
        ["api_check_receipt/GET ..", "api_check_receipt/GET .", "api_check_receipt/GET %2e%2e", "api_check_receipt/GET %2e"];

    public static IReadOnlyList<Rule> All { get; } =
    [
        new("Q9", "Q9: further keys of a connect are not kept", (difference, exchange) =>
            IsConnect(exchange.Recording) && difference is { Recorded: not null, Actual: null } && difference.Path is { } path
            && path.StartsWith("$.server_config.", StringComparison.Ordinal) && !OwnFields.Contains(difference.Field)),
        new("Q12", "Q12: no Python texts in errors; status and prefix stay", (difference, _) =>
            difference is { Path: "$.error", Recorded: { } recorded, Actual: { } actual }
            && ErrorPrefixes.Any(prefix => recorded.StartsWith(prefix, StringComparison.Ordinal) && actual.StartsWith(prefix, StringComparison.Ordinal))),
        new("Q22", "Q22: the folder itself and the one above it are no received files", (difference, exchange) =>
            Folders.Contains(exchange.Recording.Id)
            && (difference is { Path: "$.received", Actual: "false" } or { Path: "$.error", Recorded: null }
                || difference is { Field: "modified_time" or "path" or "size" or "timestamp" or "verified", Actual: null })),
        BadRangeRule.Q15,
        new("Q35", "Q35: what cannot be read over polling is refused, and not answered with OK: nothing, garbage", (difference, exchange) =>
            exchange.Recording is { File: "socketio", Request.Method: "POST" } && exchange.Actual is { Status: 400, Text: "\"Invalid payload\"" }
            && difference is { Part: "status", Recorded: "200" } or { Part: "reason" } or { Path: "$", Recorded: "OK" }),
        new("max-payload", "The open packet names the largest body, as python-engineio does from 4.11.2 on (contract 1)", (difference, _) =>
            difference is { Part: "body", Actual: { } actual } && WithoutMaxPayload(actual) is var older && older != actual
            && VolatileRules.IsSamePacket(difference with { Actual = older })),
        new("system-samples", "The host is sampled as with psutil 6 or later (contract 8.3)", (difference, exchange) =>
            exchange.Recording.File == "observability" && difference.Path is { } path
            && (path == "$.system" && difference.Recorded is null || path == "$.metrics_count" && difference.Recorded == "0" || path == "$.latest" && difference.Recorded == "null"
                || path.StartsWith("$.history", StringComparison.Ordinal) && difference.Recorded is null or "[]")),
        new("large-target", "A request line above 64 KiB is no error for a module", (_, exchange) =>
            exchange.Recording.Id == "http_level/path of 70000 characters" && exchange.Actual.Status == 404),
        new("large-header", "A header line above 64 KiB is no error for a module", (_, exchange) =>
            exchange.Recording.Id == "http_level/header of 70000 bytes" && exchange.Actual.Status == 200),
    ];

    private static string WithoutMaxPayload(string packets) =>
        packets.Replace(",\"maxPayload\":1048576", "", StringComparison.Ordinal).Replace(",\\\"maxPayload\\\":1048576", "", StringComparison.Ordinal);

    private static bool IsConnect(Recording recording) => recording.File == "api_connect" && recording.Request.Method == "POST";
}
