using System.Text.Json;

namespace Strangler.Gateway.Realtime;

/// <summary>A client's <c>42["request_status",{"job_id":"…"}]</c> (contract 9.4).</summary>
/// <param name="JobId">The job that it asks for.</param>
/// <param name="Acknowledge">Digits of the acknowledgement it wants; empty for none.</param>
internal sealed record StatusRequest(string JobId, string Acknowledge)
{
    private static ReadOnlySpan<byte> Event => "42"u8;

    /// <summary>Null for every other packet.</summary>
    public static StatusRequest? Read(ReadOnlyMemory<byte> packet)
    {
        var text = packet.Span;
        if (!text.StartsWith(Event) || text.IndexOf((byte)'[') is not (>= 2 and var array) || text[2..array].ContainsAnyExceptInRange((byte)'0', (byte)'9'))
            return null;

        try
        {
            using var json = JsonDocument.Parse(packet[array..]);
            return JobIdOf(json.RootElement) is { } job ? new StatusRequest(job, System.Text.Encoding.ASCII.GetString(text[2..array])) : null;
        }
        catch (Exception ex) when (ex is JsonException or InvalidOperationException) // no JSON, or half of a surrogate pair in a text
        {
            return null;
        }
    }

    private static string? JobIdOf(JsonElement packet) =>
        packet.GetArrayLength() == 2
        && packet[0].ValueKind == JsonValueKind.String && packet[0].ValueEquals("request_status"u8)
        && packet[1].ValueKind == JsonValueKind.Object
        && packet[1].TryGetProperty("job_id", out var id) && id.ValueKind == JsonValueKind.String
            ? id.GetString()
            : null;
}
