using System.Text;
using System.Text.Json;
using Strangler.Services.Realtime.SocketIo;

namespace Strangler.Gateway.Realtime.Relay;

/// <summary>The event with which a page asks for a status (contract 9.4).</summary>
internal static class StatusQuestion
{
    /// <summary>The event's name.</summary>
    public const string Name = "request_status";

    /// <summary>For the general one.</summary>
    public static readonly SocketArguments General = new("[\"request_status\",{}]"u8.ToArray());

    /// <summary>For that of a job.</summary>
    public static SocketArguments Of(string job) => new(Encoding.UTF8.GetBytes($"[\"request_status\",{{\"job_id\":\"{JsonEncodedText.Encode(job)}\"}}]"));

    /// <summary>The same as it was written; <c>null</c> in JSON where there is none.</summary>
    public static byte[] StatusIn(byte[] told)
    {
        try
        {
            return AnswerIn(told) is { } status ? Encoding.UTF8.GetBytes(status.GetRawText()) : "null"u8.ToArray();
        }
        catch (Exception ex) when (ex is JsonException or InvalidOperationException or IndexOutOfRangeException)
        {
            return told; // no answer of this form, which is for whoever judges it to say
        }
    }

    /// <summary>The status in what a page is told; null where it tells none.</summary>
    public static JsonElement? AnswerIn(byte[]? told) =>
        told is not null && JsonElement.Parse(told) is var events && events.GetArrayLength() == 1 && events[0][1].TryGetProperty("status", out var status) ? status : null;
}
