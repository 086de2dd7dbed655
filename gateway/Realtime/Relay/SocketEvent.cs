using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace Strangler.Gateway.Realtime.Relay;

/// <summary>The JSON of a Socket.IO event with one argument: <c>["name",{…}]</c>.</summary>
internal static class SocketEvent
{
    private static readonly string[] Notices = ["progress_update", "file_receipt", "job_cancelled", "jobs_cancelled"];

    /// <summary>Whether every page is to hear of it (contract 9.5).</summary>
    public static bool IsNotice(string name) => Notices.Contains(name);

    /// <param name="json">What follows the packet's type.</param>
    /// <param name="name">The event.</param>
    /// <param name="payload">Its argument, as it was written.</param>
    public static bool TryRead(ReadOnlyMemory<byte> json, [NotNullWhen(true)] out string? name, out ReadOnlyMemory<byte> payload)
    {
        (name, var argument) = Read(json, static packet => (packet[0].GetString(), packet.GetArrayLength() == 2 ? Encoding.UTF8.GetBytes(packet[1].GetRawText()) : null));
        payload = argument;
        return name is not null && argument is not null;
    }

    /// <summary>The event's name, whatever its arguments; null when it has none.</summary>
    public static string? NameOf(ReadOnlyMemory<byte> json) => Read(json, static packet => packet[0].GetString());

    /// <summary>The <c>job_id</c> of its argument where that is a text; null where it has none.</summary>
    public static string? JobOf(ReadOnlyMemory<byte> json) => Read(json, static packet => packet.GetArrayLength() == 2 ? JobOf(packet[1]) : null);

    /// <summary>The <c>job_id</c> of an argument by itself; see <see cref="JobOf(ReadOnlyMemory{byte})"/>.</summary>
    public static string? JobOfPayload(ReadOnlyMemory<byte> payload) => ReadJson(payload, JobOf);

    private static string? JobOf(JsonElement argument) =>
        argument.ValueKind == JsonValueKind.Object && argument.TryGetProperty("job_id", out var job) && job.ValueKind == JsonValueKind.String ? job.GetString() : null;

    private static T? Read<T>(ReadOnlyMemory<byte> json, Func<JsonElement, T> read) => ReadJson(
        json, root => root is { ValueKind: JsonValueKind.Array } packet && packet.GetArrayLength() > 0 && packet[0].ValueKind == JsonValueKind.String ? read(packet) : default);

    private static T? ReadJson<T>(ReadOnlyMemory<byte> json, Func<JsonElement, T> read)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return read(document.RootElement);
        }
        catch (Exception ex) when (ex is JsonException or InvalidOperationException) // no JSON, or half of a surrogate pair in a text
        {
            return default;
        }
    }
}
