using Strangler.Services.Descriptions;

namespace Strangler.Services.Backups.Receipts;

/// <summary>What the JSON of a received file is like (contract 5).</summary>
internal static class ReceiptShapes
{
    /// <summary>The members of one: of each, of one that is expected, and of one looked up in the backup server's database.</summary>
    public static IReadOnlyList<(string Name, JsonShape Shape)> Members { get; } =
    [
        ("filename", JsonShape.Text), ("modified_time", JsonShape.Text), ("path", JsonShape.Text), ("size", JsonShape.WholeNumber),
        ("timestamp", JsonShape.Number), ("verified", JsonShape.Flag.OrNull),
        ("expected_hash?", JsonShape.Text), ("expected_size?", JsonShape.WholeNumber), ("job_id?", JsonShape.Text), ("status?", JsonShape.Text),
        ("client?", JsonShape.Text.OrNull), ("crc?", JsonShape.WholeNumber.OrNull), ("stored_verified?", JsonShape.Flag.OrNull),
    ];
}
