using System.Text.Json.Serialization;

namespace Strangler.ShadowDiff.Recording;

/// <summary>An exchange as it is kept: without credentials, cookies and file contents.</summary>
/// <param name="TraceId">Of the trace that was recorded of it; null for none.</param>
internal sealed record StoredExchange(DateTimeOffset At, string ServedBy, StoredRequest Request, StoredResponse Legacy, StoredResponse Modern, string? TraceId = null);

/// <summary>The request of a stored exchange.</summary>
public sealed record StoredRequest(string Method, string Target, IReadOnlyList<string[]> Headers, StoredBody Body)
{
    /// <summary>The headers whose values were stored.</summary>
    public IEnumerable<string[]> KnownHeaders() => Headers.Where(header => !Redaction.IsMark(header[1]));

    /// <summary>Why it cannot be sent again, as a clause: part of it was not stored. Null when it can, but for unknown headers.</summary>
    public string? WhyIncomplete() => (Target, Body) switch
    {
        // No target on a request line has a blank, and each mark has one.
        _ when Target.Contains(' ', StringComparison.Ordinal) => "values of its target were not stored",
        (_, { Kind: "empty" } or { Kind: "text", Sha256: null }) => null,
        (_, { Kind: "text" }) => "only the first part of its body was stored",
        _ => $"its body was not stored ({Body.Kind}, {Body.Length} bytes)",
    };
}

/// <summary>One side's answer in a stored exchange.</summary>
public sealed record StoredResponse(int Status, string Reason, IReadOnlyList<string[]> Headers, StoredBody Body, string? Exception);

/// <summary>Headers as they are stored: a name and a value each.</summary>
internal static class StoredHeaders
{
    /// <summary>Null for a header that is not there.</summary>
    public static string? ValueOf(this IEnumerable<string[]> headers, string name) =>
        headers.FirstOrDefault(header => header[0].Equals(name, StringComparison.OrdinalIgnoreCase))?[1];
}

/// <summary>How these types are written as JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StoredRequest))]
[JsonSerializable(typeof(StoredResponse))]
internal sealed partial class StoredJson : JsonSerializerContext;
