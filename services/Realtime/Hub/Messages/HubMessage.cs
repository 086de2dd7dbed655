using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Strangler.Services.Realtime.Hub.Messages;

/// <summary>
/// The one envelope of everything that the hub sends (docs/realtime.md, <c>deploy/schemas/realtime.schema.json</c>). The members of the
/// constructor's call and those about a job are always there, null where they mean nothing; the others are where their type has them.
/// </summary>
/// <param name="Type"><c>status</c>, <c>progress</c>, <c>fileReceipt</c>, <c>jobCancelled</c>, <c>jobsCancelled</c>, <c>error</c> or <c>pong</c>.</param>
/// <param name="Timestamp">When it was made, in milliseconds since 1970.</param>
internal sealed record HubMessage(string Type, long Timestamp)
{
    /// <summary>The job that it is about; null when it is about none or several.</summary>
    public string? JobId { get; init; }

    public string? Phase { get; init; }

    /// <summary>For people; no path.</summary>
    public string? Message { get; init; }

    /// <summary>0 to 100.</summary>
    public int? Percent { get; init; }

    public long? BytesTransferred { get; init; }

    public long? TotalBytes { get; init; }

    /// <summary>Milliseconds until the transfer is done, at its present speed; null while that is unknown.</summary>
    public long? EtaMs { get; init; }

    /// <summary>Whether the backup server can be reached.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Connected { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? BackingUp { get; init; }

    /// <summary>The file's name as the user has it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? File { get; init; }

    /// <summary>When what a status tells last changed, in milliseconds since 1970.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? UpdatedAt { get; init; }

    /// <summary>Whether the backup server's copy is the file that was sent.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Verified { get; init; }

    /// <summary>The file's name at the backup server.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? StoredName { get; init; }

    /// <summary>Whether a cancellation ended the job, or a job has succeeded.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Success { get; init; }

    /// <summary>Of a cancellation, or of a failed verification; another value than a text is its JSON.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }

    /// <summary>The jobs that a request to cancel all has cancelled.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<CancelledJob>? Jobs { get; init; }

    /// <summary>One of <see cref="ErrorCodes"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Code { get; init; }

    /// <summary>The client's own mark of the request that this answers.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? RequestId { get; init; }

    /// <summary>In the first message: the name of this connection.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ConnectionId { get; init; }

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, HubJson.Plain.HubMessage);
}

/// <summary>One of several jobs that were cancelled together.</summary>
internal sealed record CancelledJob(string JobId, bool Success, string? Phase, string? Message, int? Percent);

/// <summary>The hub's own JSON.</summary>
[JsonSerializable(typeof(HubMessage))]
internal sealed partial class HubJson : JsonSerializerContext
{
    /// <summary>Escapes what JSON must: no message becomes part of a page's markup.</summary>
    public static readonly HubJson Plain = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
