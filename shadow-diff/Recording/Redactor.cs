using System.Text.Json;
using Microsoft.Extensions.Primitives;
using Strangler.ShadowDiff.Compare;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Rules;

namespace Strangler.ShadowDiff.Recording;

/// <summary>
/// Takes out of an exchange of one route what the rules do not let be kept. Where a value cannot be told from the rest (a body
/// that is no JSON, a value that was cut off), all of it is taken out: always where the rules name places in bodies, else where it
/// seems to give a secret a value.
/// </summary>
internal sealed class Redactor(RedactionRules rules, string route)
{
    public static readonly Redactor Default = new(RedactionRules.Default, "");

    private readonly RedactedPlace[] _values = [.. rules.Values.Where(place => place.AppliesTo(route))];
    private readonly RedactedPlace[] _keep = [.. rules.Keep.Where(place => place.AppliesTo(route))];
    private readonly bool _touchesBodies = rules.IsStrict || rules.Values.Any(place => place.AppliesTo(route) && place.IsInBody);

    /// <summary>Whether the rules name places in bodies of the route.</summary>
    public bool TouchesBodies => _touchesBodies;

    /// <summary>Whether a body that is no JSON and no form must go as a whole.</summary>
    /// <param name="text">The body.</param>
    /// <param name="isPage">Whether it is a web page, a script or a style sheet: these name secrets and hold none.</param>
    public bool MustGo(string text, bool isPage) => _touchesBodies || (!isPage && rules.Secrets.MayBeIn(text));

    /// <summary>A form as a query is written, its secrets taken out; null when the rules name places in bodies, which forms do not have.</summary>
    public string? Form(string text) => _touchesBodies ? null : string.Join('&', text.Split('&').Select(Parameter));

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

        path = rules.Secrets.OutOf(path);
        return query is null ? path : $"{path}?{string.Join('&', query.Split('&').Select(Parameter))}";
    }

    /// <summary>A JSON document with what is redacted replaced by a text, or null when the bytes are no JSON.</summary>
    public byte[]? Json(byte[] document) =>
        JsonTree.TryParse(document) is { } root ? new JsonRedactor(document, Mark).Apply(root, new JsonPath()) : null;

    /// <summary>The values of a difference, as they may be kept.</summary>
    public Difference Difference(Difference difference) => difference.At.Part switch
    {
        ResponsePart.Header => difference with { Legacy = Header(difference.At.Path, difference.Legacy), Modern = Header(difference.At.Path, difference.Modern) },
        ResponsePart.Body => difference with { Legacy = InBody(difference.At, difference.Legacy), Modern = InBody(difference.At, difference.Modern) },
        _ => difference,
    };

    /// <summary>A text without the secrets of the addresses in it.</summary>
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(text))]
    public string? Text(string? text) => text is null ? null : rules.Secrets.OutOf(text);

    /// <summary>What stands for a value that cannot be looked into.</summary>
    public string? Whole(string? value) => value is null ? null : rules.IsStrict ? Redaction.Hashed("text", value) : Redaction.Placeholder;

    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(value))]
    private string? Header(string name, string? value) =>
        value is null ? null
        : Redaction.IsCredential(name) || rules.Secrets.Has(name) || _values.Any(place => place.IsHeader(name)) ? Redaction.Placeholder
        : rules.IsStrict && !Redaction.IsFraming(name) && !_keep.Any(place => place.IsHeader(name)) ? Redaction.Hashed("header", value)
        : rules.Secrets.OutOf(value);

    private string Parameter(string parameter)
    {
        var (written, value) = parameter.Split('=', 2) is [var before, var after] ? (before, after) : (parameter, null);
        var name = Uri.UnescapeDataString(written.Replace('+', ' '));
        return value is null ? written
            : rules.Secrets.Has(name) || _values.Any(place => place.IsQuery(name)) ? $"{written}={Redaction.Placeholder}"
            : rules.IsStrict && !_keep.Any(place => place.IsQuery(name)) ? $"{written}={Redaction.Hashed("query", value)}"
            : rules.Secrets.OutOf(parameter);
    }

    private string? InBody(Location at, string? value)
    {
        if (value is null || at.Path.Length == 0)
            return value is null || MustGo(value, isPage: false) ? Whole(value) : value;

        var bytes = System.Text.Encoding.UTF8.GetBytes(value);
        var path = JsonPath.Parse(at.Path);
        if (path.Prefixes().Any(prefix => IsSecret(prefix) || _values.Any(place => place.IsBody(prefix))))
            return Redaction.Placeholder;

        return !Excerpt.MayBeCut(value) && JsonTree.TryParse(bytes) is { } node
            ? System.Text.Encoding.UTF8.GetString(new JsonRedactor(bytes, Mark).Apply(node, path))
            : MustGo(value, isPage: false) ? Whole(value) : value;
    }

    private bool IsSecret(JsonPath path) => path.Segments is [.., var last] && rules.Secrets.Has(JsonPath.Unescape(last));

    /// <summary>What stands for a value of a body; null when it stays.</summary>
    private string? Mark(JsonPath path, JsonNode node, ReadOnlySpan<byte> raw) =>
        _values.Any(place => place.IsBody(path)) || (node.TypeName is not ("null" or "boolean") && IsSecret(path)) ? Redaction.Placeholder
        : rules.IsStrict && node.IsLeaf && !_keep.Any(place => place.IsBody(path)) ? Redaction.Hashed(node.TypeName, raw)
        : node.Kind == JsonValueKind.String && raw.Contains((byte)'=') ? OutOf(System.Text.Encoding.UTF8.GetString(raw[1..^1]))
        : null;

    /// <summary>A text of a document that holds an address, its escapes as they are; null when it stays.</summary>
    private string? OutOf(string text) => rules.Secrets.OutOf(text) is var shown && shown != text ? shown : null;
}
