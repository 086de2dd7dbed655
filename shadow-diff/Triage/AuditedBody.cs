using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace Strangler.ShadowDiff.Triage;

/// <summary>Body of a change: it says who and why, for the audit.</summary>
public interface IAuditedBody
{
    /// <summary>A person's name.</summary>
    string? Who { get; }

    /// <summary>Why the change is made.</summary>
    string? Reason { get; }
}

/// <summary>Reads such bodies.</summary>
public static class AuditedBody
{
    private const int LongestText = 500;

    /// <summary>The body, or what is wrong with it and a caller can mend (400).</summary>
    public static async Task<(T? Body, string? Error)> ReadAsync<T>(HttpRequest request, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class, IAuditedBody
    {
        try
        {
            var body = await JsonSerializer.DeserializeAsync(request.Body, type, cancellationToken);
            var error = body is null ? "The body is empty; send a JSON object." : Missing("who", body.Who) ?? Missing("reason", body.Reason);
            return error is null ? (body, null) : (null, error);
        }
        catch (JsonException ex)
        {
            return (null, $"The body is not the JSON object that this call takes: {ex.Message}");
        }
    }

    private static string? Missing(string name, string? text) =>
        string.IsNullOrWhiteSpace(text) ? $"'{name}' is missing; the audit needs it."
        : text.Length > LongestText ? $"'{name}' has {text.Length} characters; {LongestText} at most."
        : null;
}
