using Microsoft.Extensions.Primitives;
using Strangler.ShadowDiff.Compare;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Rules;

namespace Strangler.ShadowDiff.Recording;

/// <summary>
/// Takes out of an exchange of one route what the rules do not let be kept. Where a value cannot be told from the rest (a body
/// that is no JSON, a value that was cut off), all of it is taken out.
/// </summary>
internal sealed class Redactor(RedactionRules rules, string route)
{
    public static readonly Redactor None = new(RedactionRules.None, "");

    private readonly RedactedPlace[] _values = [.. rules.Values.Where(place => place.AppliesTo(route))];
    private readonly RedactedPlace[] _keep = [.. rules.Keep.Where(place => place.AppliesTo(route))];
    private readonly bool _touchesBodies = rules.IsStrict || rules.Values.Any(place => place.AppliesTo(route) && place.IsInBody);

    /// <summary>Whether a body may hold what is not to be kept.</summary>
    public bool TouchesBodies => _touchesBodies;

    public IReadOnlyList<string[]> Headers(IReadOnlyDictionary<string, StringValues> headers) =>
    [
        .. from header in headers
           from value in header.Value
           select new[] { header.Key, Header(header.Key, value ?? "") },
    ];

    /// <summary>A request target, its query's values redacted and, when strict, what its path names.</summary>
    public string Target(string rawTarget, IEnumerable<string> pathValues)
    {
        var (path, query) = rawTarget.Split('?', 2) is [var before, var after] ? (before, after) : (rawTarget, null);
        if (rules.IsStrict)
        {
            var names = pathValues.SelectMany(value => value.Split('/')).Where(value => value.Length > 0).ToHashSet(StringComparer.Ordinal);
            path = string.Join('/', path.Split('/').Select(segment => names.Contains(Uri.UnescapeDataString(segment)) ? Redaction.Hashed("path", segment) : segment));
        }

        return query is null ? path : $"{path}?{string.Join('&', query.Split('&').Select(Parameter))}";
    }

    /// <summary>A JSON document with what is redacted replaced by a text, or null when the bytes are no JSON.</summary>
    public byte[]? Json(byte[] document) =>
        JsonTree.TryParse(document) is { } root ? new JsonRedactor(document, Mark).Apply(root, new JsonPath()) : null;

    /// <summary>The values of a difference, as they may be kept.</summary>
    public Difference Difference(Difference difference) => difference.At.Part switch
    {
        ResponsePart.Header => difference with { Legacy = Header(difference.At.Path, difference.Legacy), Modern = Header(difference.At.Path, difference.Modern) },
        ResponsePart.Body when _touchesBodies => difference with { Legacy = InBody(difference.At, difference.Legacy), Modern = InBody(difference.At, difference.Modern) },
        _ => difference,
    };

    /// <summary>What stands for a value that cannot be looked into.</summary>
    public string? Whole(string? value) => value is null ? null : rules.IsStrict ? Redaction.Hashed("text", value) : Redaction.Placeholder;

    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(value))]
    private string? Header(string name, string? value) =>
        value is null ? null
        : Redaction.IsCredential(name) || _values.Any(place => place.IsHeader(name)) ? Redaction.Placeholder
        : rules.IsStrict && !Redaction.IsFraming(name) && !_keep.Any(place => place.IsHeader(name)) ? Redaction.Hashed("header", value)
        : value;

    private string Parameter(string parameter)
    {
        var (written, value) = parameter.Split('=', 2) is [var before, var after] ? (before, after) : (parameter, null);
        var name = Uri.UnescapeDataString(written.Replace('+', ' '));
        return value is null ? written
            : _values.Any(place => place.IsQuery(name)) ? $"{written}={Redaction.Placeholder}"
            : rules.IsStrict && !_keep.Any(place => place.IsQuery(name)) ? $"{written}={Redaction.Hashed("query", value)}"
            : parameter;
    }

    private string? InBody(Location at, string? value)
    {
        if (value is null || at.Path.Length == 0)
            return Whole(value);

        var bytes = System.Text.Encoding.UTF8.GetBytes(value);
        var path = JsonPath.Parse(at.Path);
        if (path.Prefixes().Any(prefix => _values.Any(place => place.IsBody(prefix))))
            return Redaction.Placeholder;

        return !Excerpt.MayBeCut(value) && JsonTree.TryParse(bytes) is { } node
            ? System.Text.Encoding.UTF8.GetString(new JsonRedactor(bytes, Mark).Apply(node, path))
            : Whole(value);
    }

    /// <summary>What stands for a value of a body; null when it stays.</summary>
    private string? Mark(JsonPath path, JsonNode node, ReadOnlySpan<byte> raw) =>
        _values.Any(place => place.IsBody(path)) ? Redaction.Placeholder
        : rules.IsStrict && node.IsLeaf && !_keep.Any(place => place.IsBody(path)) ? Redaction.Hashed(node.TypeName, raw)
        : null;
}
