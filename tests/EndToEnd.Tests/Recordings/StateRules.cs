using Strangler.Testing.Comparison;

namespace Strangler.EndToEnd.Tests.Recordings;

/// <summary>Differences that come from what happened to the recorded server between the recordings.</summary>
internal static class StateRules
{
    private static readonly string[] SameTime = ["link.txt", "a.txt", "same1.bin", "same2.bin"];

    public static IReadOnlyList<Rule> All { get; } =
    [
        new("directory-order", "Files of the same time come in directory order (contract 5)", (difference, _) =>
            difference.Part == "body $.files order" && WithoutTies(difference.Recorded).SequenceEqual(WithoutTies(difference.Actual))),
        new("directory-size", "The size of a directory is the file system's", (difference, exchange) =>
            difference.Field == "size" && exchange.Expected.Body!.Contains("\"filename\":\".", StringComparison.Ordinal) && VolatileRules.BothMatch(difference, VolatileRules.Integer())),
        new("jobs-not-in-set", "The recorded server had jobs that are in no recording (README of the recordings)", (difference, exchange) =>
            exchange.Recording.Id.StartsWith("api_monitor_status/after backups", StringComparison.Ordinal)
            && (difference is { Actual: null, Path: not null } && difference.Path.StartsWith("$.jobs_info.", StringComparison.Ordinal)
                || difference.Field is "active_jobs" or "directory_size" or "total_files_in_directory" && VolatileRules.BothMatch(difference, VolatileRules.Integer()))),
        new("packed", "The recording of a gzipped answer has only its length", (difference, exchange) =>
            exchange.Recording.Name == "gzip of an answer above 1024 bytes" && difference.Part == "body" && exchange.Actual.Body is [0x1f, 0x8b, ..]),
        new("folder-check", "Q24: the check of a folder as if it were the stored file; the reference lets it go on for ever", (difference, _) =>
            difference is { Recorded: null, Actual: not null } && difference.Path?.StartsWith("$.jobs_info.", StringComparison.Ordinal) == true
            && difference.Actual.Contains("""
                "filename":".."
                """, StringComparison.Ordinal)),
    ];

    private static IEnumerable<string> WithoutTies(string? names) => (names ?? "").Split(',').Except(SameTime.Select(name => $"\"{name}\""));
}
