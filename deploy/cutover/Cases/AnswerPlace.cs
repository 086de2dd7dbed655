using System.Globalization;
using System.Text.Json;
using Strangler.ShadowDiff.Model;

namespace Strangler.CommandLine.Cases;

/// <summary>A place in an answer whose value can be used, in the words of <c>rules.json</c>: <c>body /job_id</c> (RFC 6901) or <c>header ETag</c>.</summary>
internal sealed record AnswerPlace
{
    private readonly string? _header;
    private readonly string[] _path = [];

    private AnswerPlace(string? header, string[] path) => (_header, _path) = (header, path);

    /// <returns>Null when the text is neither form.</returns>
    public static AnswerPlace? TryParse(string text) => text.Split(' ') switch
    {
        ["header", { Length: > 0 } name] => new(name, []),
        ["body", ['/', .. var path]] => new(null, [.. path.Split('/').Select(Unescape)]),
        _ => null,
    };

    /// <summary>The value there; null where the answer has none, or none that is a text, a number, true or false.</summary>
    public string? ValueIn(CapturedResponse answer)
    {
        if (_header is not null)
            return answer.Headers.TryGetValue(_header, out var values) ? values.ToString() : null;

        try
        {
            using var document = JsonDocument.Parse(answer.Body);
            return Text(_path.Aggregate((JsonElement?)document.RootElement, Step));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonElement? Step(JsonElement? from, string segment) => from switch
    {
        { ValueKind: JsonValueKind.Object } node when node.TryGetProperty(segment, out var member) => member,
        { ValueKind: JsonValueKind.Array } list when int.TryParse(segment, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < list.GetArrayLength() => list[index],
        _ => null,
    };

    private static string? Text(JsonElement? value) => value switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False } literal => literal.GetRawText(),
        _ => null,
    };

    private static string Unescape(string segment) => segment.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
}
