using Strangler.Testing.Comparison;

namespace Strangler.Services.Tests.Recordings;

/// <summary>How a module's answer may differ from legacy's: the quirks of services/README.md, and what the HTTP server adds.</summary>
internal static class ModuleRules
{
    private static readonly string[] SameTime = ["\"link.txt\"", "\"a.txt\"", "\"same1.bin\"", "\"same2.bin\""];

    public static IReadOnlyList<Rule> All { get; } =
    [
        new("host", "Connection handling and the server's name are Kestrel's, and its order of headers",
            (difference, _) => difference.Header is "Server" or "Date" or "Connection" or "Keep-Alive" || difference.Part == "header order"),
        new("Q9", "Keys that no connection needs are neither kept nor echoed",
            (difference, _) => difference is { Path: "$.server_config.Alpha" or "$.server_config.zeta", Actual: null }),
        new("Q12", "No Python texts", (difference, exchange) =>
            difference is { Path: "$.error", Actual: "\"Connection error: the request body must be a JSON object\"" } && exchange.Actual.Status == 500),
        new("Q12-receipt", "No Python texts, no paths", (difference, exchange) =>
            difference is { Path: "$.error", Actual: "\"Error checking file receipt: file name too long\"" } && exchange.Actual.Status == 500),
        new("directory-order", "Files of the same time come in directory order (contract 5)",
            (difference, _) => difference.Part == "body $.files order" && SameFiles(difference)),
        new("install-path", "The ETag depends on the folder, and the file is not the recorded one",
            (difference, exchange) => exchange.Recording.File == "progress_config" && (difference.Header is "ETag" || difference.Part == "body")),
        BadRangeRule.Q15,
        new("length-of-fixed", "The body differs by another rule",
            (difference, exchange) => difference.Header == "Content-Length" && difference.Actual == $"{exchange.Actual.Body.Length}"),
        .. WebFileRules.All,
        .. VolatileRules.All,
    ];

    /// <summary>The same names, and the files that have a time of their own in the same order.</summary>
    private static bool SameFiles(Difference difference) =>
        Names(difference.Recorded).ToHashSet().SetEquals(Names(difference.Actual)) && Names(difference.Recorded).Except(SameTime).SequenceEqual(Names(difference.Actual).Except(SameTime));

    private static string[] Names(string? names) => (names ?? "").Split(',');
}
