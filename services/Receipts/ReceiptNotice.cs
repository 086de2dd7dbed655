using System.Text.Json.Serialization;
using Strangler.Services.Python;

namespace Strangler.Services.Receipts;

/// <summary>The payload of a <c>file_receipt</c> event (contract 9.5, 10): the GUI reads <c>event_type</c>, <c>data.filename</c> and <c>data.verified</c>.</summary>
/// <param name="Timestamp">Unix seconds.</param>
public sealed record ReceiptNotice(
    [property: JsonPropertyName("event_type")] string EventType,
    [property: JsonPropertyName("data")] ReceiptNoticeData Data,
    [property: JsonPropertyName("timestamp")] double Timestamp)
{
    internal static ReceiptNotice Of(ExpectedFile file, ReceiptOutcome outcome, TimeProvider time) => new(
        "file_received",
        new ReceiptNoticeData(file.OriginalName, file.Size, outcome.State == ReceiptState.Verified, file.JobId, file.StoredName, outcome.Reason),
        time.UnixSeconds());
}
