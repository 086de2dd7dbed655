using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Strangler.Contract.Management;

namespace Strangler.Gateway.Management;

/// <summary>Reads the body of a change.</summary>
internal static class AuditedBody
{
    private const int LongestText = 500;

    /// <summary>The body, or what is wrong with it.</summary>
    public static async Task<(T? Body, IResult? Error)> ReadAsync<T>(HttpRequest request, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class, IAuditedBody
    {
        try
        {
            var body = await JsonSerializer.DeserializeAsync(request.Body, type, cancellationToken);
            var error = body is null ? "The body is empty; send a JSON object." : Missing("who", body.Who) ?? Missing("reason", body.Reason);
            return error is null ? (body, null) : (null, ManagementErrors.BadRequest(error));
        }
        catch (JsonException ex)
        {
            return (null, ManagementErrors.BadRequest($"The body is not the JSON object that this call takes: {ex.Message}"));
        }
    }

    private static string? Missing(string name, string? text) =>
        string.IsNullOrWhiteSpace(text) ? $"'{name}' is missing; the audit needs it."
        : text.Length > LongestText ? $"'{name}' has {text.Length} characters; {LongestText} at most."
        : null;
}
