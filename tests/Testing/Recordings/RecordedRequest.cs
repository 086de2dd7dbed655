using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Strangler.Testing.Http;

namespace Strangler.Testing.Recordings;

/// <summary>A request as recorded (contract 15). The body is null, a text, or <c>{"base64": …}</c>.</summary>
public sealed partial record RecordedRequest(string Method, string Path, IReadOnlyList<IReadOnlyList<string>> Headers, JsonElement Body)
{
    public byte[] BodyBytes => Body.ValueKind switch
    {
        JsonValueKind.String => Encoding.UTF8.GetBytes(WriteOut(Body.GetString()!)),
        JsonValueKind.Object => Body.GetProperty("base64").GetBytesFromBase64(),
        _ => [],
    };

    /// <summary>The bytes that were sent: long runs of one character, which the recording abbreviates, are written out again.</summary>
    public RawRequest ToRaw() => new(Method, WriteOut(Path))
    {
        Headers = [.. Headers.Select(header => RawRequest.Header(header[0], WriteOut(header[1])))],
        Body = BodyBytes,
    };

    /// <summary>
    /// <c>/aaa... (60001 characters)</c>: the last character before the dots is repeated up to that length;
    /// <c>&lt;1048576 characters&gt;</c>: so many, whatever they were.
    /// </summary>
    private static string WriteOut(string text)
    {
        var match = Abbreviation().Match(text);
        return match.Success ? match.Groups["start"].Value.PadRight(int.Parse(match.Groups["length"].Value, null), match.Groups["start"].Value.LastOrDefault('x')) : text;
    }

    [GeneratedRegex(@"^(?:(?<start>.+)\.\.\. \((?<length>\d+) characters\)|<(?<length>\d+) characters>)$")]
    private static partial Regex Abbreviation();
}
