using System.Text.Json;

namespace Strangler.Testing.Recordings;

/// <summary>The HTTP exchanges of <c>socketio.json</c> (handshake, polling, errors) in the form of the other recordings.</summary>
internal static class SocketRecordings
{
    private const string Group = "backup_server_up";

    /// <summary>In recorded order. Left out: exchanges whose recorded answer is that none came, and one that is a summary.</summary>
    public static IEnumerable<Recording> All()
    {
        var group = RecordingFiles.Document("socketio").GetProperty(Group);
        var polling = group.EnumerateObject().Where(entry => entry.Name.Contains("polling", StringComparison.Ordinal) && !entry.Name.StartsWith("client", StringComparison.Ordinal));
        return polling.Concat(group.GetProperty("http_errors").EnumerateObject()).SelectMany(Named)
            .Where(one => one.Value.GetProperty("response").GetProperty("status").ValueKind == JsonValueKind.Number && !IsLeftOut(one.Name))
            .Select(one => ToRecording(one.Name, one.Value));
    }

    /// <summary>The pong of this one had gone to a poll whose client had left; and the packets of another one are only counted.</summary>
    private static bool IsLeftOut(string name) => name.StartsWith("polling_ping", StringComparison.Ordinal) || name == "poll after 16 packets";

    private static IEnumerable<(string Name, JsonElement Value)> Named(JsonProperty entry) => entry.Value.ValueKind == JsonValueKind.Array
        ? entry.Value.EnumerateArray().Select((exchange, index) => ($"{entry.Name} {index + 1}", exchange))
        : [(entry.Name, entry.Value)];

    private static Recording ToRecording(string name, JsonElement exchange)
    {
        var (request, response) = (exchange.GetProperty("request"), exchange.GetProperty("response"));
        request.TryGetProperty("body", out var body);
        return new(name, $"fresh API server (runner), backup server up, {Group}", new(
                request.GetProperty("method").GetString()!, request.GetProperty("path").GetString()!,
                [.. request.GetProperty("headers").EnumerateObject().Select(header => (IReadOnlyList<string>)[header.Name, header.Value.ToString()])], body),
            new(response.GetProperty("status").GetInt32(), response.GetProperty("reason").GetString(), "HTTP/1.1",
                [.. response.GetProperty("headers").EnumerateArray().Select(header => (IReadOnlyList<string>)[header[0].GetString()!, header[1].GetString()!])],
                response.GetProperty("body"), null, null, null, null),
            null, default)
        {
            File = "socketio",
        };
    }
}
