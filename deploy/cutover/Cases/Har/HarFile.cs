using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Strangler.CommandLine.Cases.Har;

/// <summary>One exchange of an HTTP archive 1.2, with the members that a replay needs. Archives are written by many programs: any may be missing or odd.</summary>
internal sealed record HarEntry(JsonElement? StartedDateTime, HarRequest? Request)
{
    /// <summary>Null where there is no such time, or not in ISO 8601.</summary>
    public DateTimeOffset? At() =>
        StartedDateTime is { ValueKind: JsonValueKind.String } text && text.TryGetDateTimeOffset(out var at) ? at : null;
}

/// <summary>Its request.</summary>
internal sealed record HarRequest(string? Method, string? Url, IReadOnlyList<HarField?>? Headers, HarPostData? PostData, JsonElement? BodySize)
{
    /// <summary>Null where the program does not know (-1), or wrote no number. Some write it beside the text; 0 stands for "not known", too.</summary>
    public long? Length() => new[] { BodySize, PostData?.Size, PostData?.UnderscoreSize }.Max(Number);

    private static long? Number(JsonElement? size) => (size switch
    {
        { ValueKind: JsonValueKind.Number } number when number.TryGetInt64(out var length) => length,
        { ValueKind: JsonValueKind.String } text when long.TryParse(text.GetRawText().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var length) => length,
        _ => -1,
    }) is >= 0 and var known ? known : null;

    /// <summary>The first value of a header, null when there is none.</summary>
    public string? Header(string name) => Headers?.FirstOrDefault(header => string.Equals(header?.Name, name, StringComparison.OrdinalIgnoreCase))?.Value;

    /// <summary>What its body claims to be.</summary>
    public string ContentType() => Header("Content-Type") ?? PostData?.MimeType ?? "";
}

/// <summary>One field of a request or of a form.</summary>
internal sealed record HarField(string? Name, string? Value, string? FileName, string? ContentType);

/// <summary>A request's body: its text, or what the form held.</summary>
/// <param name="Encoding"><c>base64</c> for a text that is no text.</param>
/// <param name="Comment">What the program that wrote it says of it.</param>
internal sealed record HarPostData(
    string? MimeType, string? Text, string? Encoding, IReadOnlyList<HarField?>? Params, JsonElement? Comment, JsonElement? Size, [property: JsonPropertyName("_size")] JsonElement? UnderscoreSize);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, MaxDepth = HarReader.DeepestJson, AllowDuplicateProperties = false)]
[JsonSerializable(typeof(HarEntry))]
internal sealed partial class HarJson : JsonSerializerContext;
