using Strangler.Testing.Comparison;
using Strangler.Testing.Recordings;

namespace Strangler.EndToEnd.Tests.Recordings;

/// <summary>Quirks of contract 13 that the C# modules fix, and what a flip between the sides cannot hide; each rule looks at nothing else.</summary>
internal static class ModernRules
{
    private const string ConnectionError = "\"Connection error: ";

    private static readonly string[] OwnFields = ["host", "port", "username"];

    public static IReadOnlyList<Rule> All { get; } =
    [
        new("Q9", "Q9: further keys of a connect are not kept", (difference, exchange) =>
            IsConnect(exchange.Recording) && difference is { Recorded: not null, Actual: null } && difference.Path is { } path
            && path.StartsWith("$.server_config.", StringComparison.Ordinal) && !OwnFields.Contains(difference.Field)),
        new("Q12", "Q12: no Python texts in errors; status and prefix stay", (difference, exchange) =>
            IsConnect(exchange.Recording) && difference is { Path: "$.error", Recorded: { } recorded, Actual: { } actual }
            && recorded.StartsWith(ConnectionError, StringComparison.Ordinal) && actual.StartsWith(ConnectionError, StringComparison.Ordinal)),
        new("large-header", "A header line above 64 KiB is no error for a module", (_, exchange) =>
            exchange.Recording.Id == "http_level/header of 70000 bytes" && exchange.Actual.Status == 200),
    ];

    private static bool IsConnect(Recording recording) => recording.File == "api_connect" && recording.Request.Method == "POST";
}
