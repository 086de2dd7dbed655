using System.Text.RegularExpressions;

namespace Strangler.EndToEnd.Tests.Recordings.Jobs;

/// <summary>
/// How a recorded life looks when modern runs the job. While it runs modern tells its steps and its progress (Q1), which stays as it was when the
/// job is ended; after a cancel its last word is CANCELLED (Q5). All else is as recorded, or named by the case.
/// </summary>
internal static partial class ModernLife
{
    private const string Running = "BACKUP_IN_PROGRESS backing_up=True";

    /// <summary>A state without what modern tells more of.</summary>
    public static string StateOf(string snapshot) =>
        Step().IsMatch(snapshot) ? Running : Percentage().Replace(snapshot, snapshot.StartsWith("COMPLETED", StringComparison.Ordinal) ? "$0" : " ");

    /// <summary>An answer to a cancellation without what modern tells more of.</summary>
    public static string AnswerOf(string json) => More().Replace(json, "");

    [GeneratedRegex("^BACKUP_IN_PROGRESS \\d+ % '(Starting|Connecting|Authenticating|Transferring|Verifying|Finishing) .*' backing_up=True$")]
    private static partial Regex Step();

    [GeneratedRegex(@"(?<=^[A-Z_]+) \d+ % ")]
    private static partial Regex Percentage();

    [GeneratedRegex("\"backing_up\":(true|false)|\"(bytes_transferred|percentage|total_bytes)\":\\d+|\"events\":\\[.*?\\](?=,\"last)")]
    private static partial Regex More();
}
