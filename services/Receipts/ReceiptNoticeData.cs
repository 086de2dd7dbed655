using System.Text.Json.Serialization;

namespace Strangler.Services.Receipts;

/// <summary>Which file a notice is about, and whether it is what was sent. No paths.</summary>
/// <param name="Filename">The name that the user knows.</param>
/// <param name="Size">As sent, in bytes.</param>
/// <param name="StoredName">The name that <c>check_receipt</c> takes.</param>
/// <param name="Reason">Why it is not what was sent; absent when it is.</param>
public sealed record ReceiptNoticeData(
    [property: JsonPropertyName("filename")] string Filename,
    [property: JsonPropertyName("size")] long Size,
    [property: JsonPropertyName("verified")] bool Verified,
    [property: JsonPropertyName("job_id")] string JobId,
    [property: JsonPropertyName("stored_name")] string StoredName,
    [property: JsonPropertyName("reason"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason);
