using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Strangler.Testing.Recordings;

/// <summary>
/// An answer as recorded (contract 15). JSON bodies have <c>body_raw</c>; files have only <c>body_length</c> and <c>body_sha256</c>.
/// </summary>
public sealed record RecordedResponse(
    int? Status, string? Reason, string? HttpVersion, IReadOnlyList<IReadOnlyList<string>> Headers, JsonElement Body,
    string? BodyRaw, long? BodyLength, string? BodySha256, IReadOnlyList<string>? Interim)
{
    /// <summary>The text of the body without chunk framing; null when only its length and hash are known.</summary>
    public string? BodyText => BodyRaw ?? (Body.ValueKind == JsonValueKind.String ? Unchunk(Body.GetString()!) : BodyLength > 0 ? null : "");

    private bool Chunked => Headers.Any(header => header[0] == "Transfer-Encoding" && header[1] == "chunked");

    /// <summary>Some files keep the chunk framing in the text, others took it off.</summary>
    private string Unchunk(string text)
    {
        var lineEnd = text.IndexOf("\r\n", StringComparison.Ordinal);
        if (!Chunked || lineEnd < 0 || !int.TryParse(text[..lineEnd], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var size))
            return text;

        var rest = Encoding.UTF8.GetBytes(text[(lineEnd + 2)..]);
        return Encoding.UTF8.GetString(rest.AsSpan(0, size)) + (size == 0 ? "" : Unchunk(Encoding.UTF8.GetString(rest.AsSpan(size + 2))));
    }
}
