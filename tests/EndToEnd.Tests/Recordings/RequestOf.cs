using System.Globalization;
using System.Text;
using Strangler.Testing.Comparison;
using Strangler.Testing.Http;
using Strangler.Testing.Recordings;

namespace Strangler.EndToEnd.Tests.Recordings;

/// <summary>The request of a recording with the ports, ids and file tags of the server at hand.</summary>
internal static class RequestOf
{
    public static async Task<RawRequest> RecordingAsync(Recording recording, Replay replay)
    {
        var substitutions = replay.Substitutions.All;
        var raw = recording.Request.ToRaw();
        var body = recording.Request.Body.ValueKind == System.Text.Json.JsonValueKind.String
            ? Encoding.UTF8.GetBytes(Rechunk(Substitution.Apply(Encoding.UTF8.GetString(raw.Body.Span), substitutions), raw))
            : raw.Body.ToArray();
        return raw with
        {
            Version = recording.Name switch { "HTTP/0.9" => "", var name when name.StartsWith("HTTP/1.0", StringComparison.Ordinal) => "HTTP/1.0", _ => raw.Version },
            Target = Substitution.Apply(raw.Target, substitutions),
            HalfClose = recording.Name.Contains("half-closes", StringComparison.Ordinal),
            Headers = await FileTags.PutInAsync(Headers(raw, body), raw.Target, replay.SendAsync),
            Body = body,
        };
    }

    /// <summary>A correct Content-Length stays correct; a wrong one (the case is about it) stays as it is.</summary>
    private static IReadOnlyList<KeyValuePair<string, string>> Headers(RawRequest raw, byte[] body) =>
        [.. raw.Headers.Select(header => header.Key == "Content-Length" && header.Value == Length(raw.Body.Length) ? new("Content-Length", Length(body.Length)) : header)];

    /// <summary>The one chunked request was recorded with its framing: the size of its chunk follows the text.</summary>
    private static string Rechunk(string body, RawRequest raw)
    {
        if (!raw.Headers.Any(header => header is { Key: "Transfer-Encoding", Value: "chunked" }))
            return body;

        var lines = body.Split("\r\n");
        lines[0] = Encoding.UTF8.GetByteCount(lines[1]).ToString("x", CultureInfo.InvariantCulture);
        return string.Join("\r\n", lines);
    }

    private static string Length(int length) => length.ToString(CultureInfo.InvariantCulture);
}
