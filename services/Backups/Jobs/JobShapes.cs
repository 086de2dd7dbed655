using Strangler.Services.Descriptions;

namespace Strangler.Services.Backups.Jobs;

/// <summary>What the JSON of a job is like (contract 4).</summary>
internal static class JobShapes
{
    private static readonly (string, JsonShape)[] Members =
    [
        ("phase", JsonShape.Text),
        ("message", JsonShape.Text),
        ("progress", JsonShape.Of(
            ("percentage", JsonShape.WholeNumber), ("current_file", JsonShape.Text), ("bytes_transferred", JsonShape.WholeNumber), ("total_bytes", JsonShape.WholeNumber))),
        ("status", JsonShape.Text),
        ("events", JsonShape.ListOf(JsonShape.Of(("phase", JsonShape.Text), ("data", JsonShape.Any)))),
        ("connected", JsonShape.Flag),
        ("backing_up", JsonShape.Flag),
        ("last_updated", JsonShape.Text),
        ("cancel_reason?", JsonShape.Any),
        ("error?", JsonShape.Text),
    ];

    /// <summary>As a list of jobs has it.</summary>
    public static JsonShape Record { get; } = JsonShape.Of(Members);

    /// <summary>As <c>/api/status</c> has it.</summary>
    public static JsonShape Status { get; } = JsonShape.Of([.. Members, ("isConnected", JsonShape.Flag)]);
}
