using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Rules;

/// <summary>An exchange as rules look at it: taken apart only where one of them asks.</summary>
/// <param name="pair">The two answers.</param>
/// <param name="seen">What was seen before; null where an exchange stands for itself.</param>
internal sealed class RuledExchange(ResponsePair pair, SeenValues? seen = null)
{
    private JsonElement? _legacy;
    private JsonElement? _modern;
    private JsonElement? _request;

    public ResponsePair Pair { get; } = pair;

    public SeenValues? Seen { get; } = seen;

    /// <summary>The path of the request, as it was sent.</summary>
    public string Path => Pair.Target.Split('?', 2)[0];

    /// <summary>The request's body; null when it is no JSON.</summary>
    public JsonElement? RequestBody => Known(ref _request, Pair.RequestBody);

    public CapturedResponse Answer(Side side) => side == Side.Legacy ? Pair.Legacy : Pair.Modern;

    /// <summary>An answer's body; null when it is no JSON.</summary>
    public JsonElement? Body(Side side) => side == Side.Legacy ? Known(ref _legacy, Pair.Legacy.Body) : Known(ref _modern, Pair.Modern.Body);

    /// <summary>The first argument of that name, decoded; null when the query has none.</summary>
    public string? Argument(string name)
    {
        var query = Pair.Target.Split('?', 2) is [_, var text] ? text : "";
        foreach (var argument in new QueryStringEnumerable(query))
        {
            if (argument.DecodeName().Span.SequenceEqual(name))
                return argument.DecodeValue().ToString();
        }

        return null;
    }

    /// <summary>The values at a place in which <c>*</c> stands for each member or element.</summary>
    public static IEnumerable<JsonElement> AllAt(JsonElement? document, string pointer) =>
        pointer.Split('/').Skip(1).Aggregate(document is { } root ? [root] : Enumerable.Empty<JsonElement>(), static (nodes, segment) => nodes.SelectMany(node => segment != "*"
            ? At(node, $"/{segment}") is { } value ? [value] : []
            : node.ValueKind switch
            {
                JsonValueKind.Object => node.EnumerateObject().Select(member => member.Value),
                JsonValueKind.Array => node.EnumerateArray(),
                _ => Enumerable.Empty<JsonElement>(),
            }));

    /// <summary>The value at a place (RFC 6901); null when there is none.</summary>
    public static JsonElement? At(JsonElement? document, ReadOnlySpan<char> pointer)
    {
        var node = document;
        for (var rest = pointer; rest.Length > 0 && node is not null;)
        {
            var end = rest[1..].IndexOf('/') is >= 0 and var slash ? slash + 1 : rest.Length;
            var segment = rest[1..end];
            node = node switch
            {
                { ValueKind: JsonValueKind.Object } members when members.TryGetProperty(segment.Contains('~') ? JsonPath.Unescape(segment.ToString()) : segment, out var member) => member,
                { ValueKind: JsonValueKind.Array } list when int.TryParse(segment, out var index) && index >= 0 && index < list.GetArrayLength() => list[index],
                _ => null,
            };
            rest = rest[end..];
        }

        return node;
    }

    /// <summary>Parsed once; what is no JSON has no type at all.</summary>
    private static JsonElement? Known(ref JsonElement? known, byte[] body) =>
        (known ??= Json(body) ?? default(JsonElement)) is { ValueKind: not JsonValueKind.Undefined } json ? json : null;

    /// <summary>Null when it is no JSON, not even Python's.</summary>
    public static JsonElement? Json(byte[] body)
    {
        try
        {
            return body.Length == 0 ? null : JsonElement.Parse(PythonNumbers.Replaced(body) ?? body);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
