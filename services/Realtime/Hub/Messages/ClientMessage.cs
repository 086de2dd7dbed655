using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Strangler.Services.Realtime.Hub.Messages;

/// <summary>What a client asks for.</summary>
/// <param name="Type"><c>requestStatus</c>, <c>ping</c> or <c>cancel</c>.</param>
/// <param name="JobId">Null for none.</param>
/// <param name="Reason">Of a cancellation; null for none.</param>
/// <param name="RequestId">A text or a whole number that goes back with the answer; null for none.</param>
internal sealed record ClientMessage(string Type, string? JobId, string? Reason, JsonElement? RequestId)
{
    public const string RequestStatus = "requestStatus";
    public const string Ping = "ping";
    public const string Cancel = "cancel";

    /// <summary>Characters of a text in it.</summary>
    private const int LongestText = 500;

    /// <summary>Reads a text message; members that are not known are passed over.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> json, [NotNullWhen(true)] out ClientMessage? message, [NotNullWhen(false)] out Violation? violation)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            violation = Read(document.RootElement, out message);
        }
        catch (Exception ex) when (ex is JsonException or InvalidOperationException) // no JSON, or half of a surrogate pair in a text
        {
            (message, violation) = (null, new Violation(ErrorCodes.Malformed, "This is no JSON."));
        }

        return violation is null;
    }

    private static Violation? Read(JsonElement json, out ClientMessage? message)
    {
        message = null;
        if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty("type", out var type) || type.ValueKind != JsonValueKind.String)
            return new Violation(ErrorCodes.Malformed, "A message is an object with a text 'type'.");
        if (Member(json, "requestId") is var requestId && requestId is { } id && !IsText(id) && !IsWholeNumber(id))
            return new Violation(ErrorCodes.BadMember, "'requestId' is a whole number, or a text of 500 characters at most.");
        var (jobId, reason) = (Member(json, "jobId"), Member(json, "reason"));
        requestId = requestId?.Clone();
        if (jobId is { } job && !IsText(job) || reason is { } why && !IsText(why))
            return new Violation(ErrorCodes.BadMember, "'jobId' and 'reason' are texts of 500 characters at most.", requestId);
        message = new ClientMessage(type.GetString()!, jobId?.GetString(), reason?.GetString(), requestId);
        return message switch
        {
            { Type: RequestStatus or Ping } or { Type: Cancel, JobId: not null } => null,
            { Type: Cancel } => new Violation(ErrorCodes.BadMember, "'cancel' needs a 'jobId'.", requestId),
            _ => new Violation(ErrorCodes.UnknownType, "Known types are requestStatus, ping and cancel.", requestId),
        };
    }

    /// <summary>Null where it is missing or null.</summary>
    private static JsonElement? Member(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static bool IsText(JsonElement value) => value.ValueKind == JsonValueKind.String && value.GetString()!.Length <= LongestText;

    private static bool IsWholeNumber(JsonElement value) => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _);
}

/// <summary>Why a message is none that the hub takes.</summary>
/// <param name="Code">One of <see cref="ErrorCodes"/>.</param>
/// <param name="Text">For people.</param>
internal sealed record Violation(string Code, string Text, JsonElement? RequestId = null);
