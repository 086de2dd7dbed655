using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.Extensions.Primitives;
using Strangler.ShadowDiff.Compare;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Rules;
using Strangler.ShadowDiff.Secrets;

namespace Strangler.ShadowDiff.Recording;

/// <summary>
/// Takes out of an exchange of one route what the rules do not let be kept. What can be taken apart is: JSON, forms, addresses, pages, also
/// within each other. Any other text goes as a whole: always where the rules name places in bodies, else where it gives a secret a value.
/// </summary>
internal sealed class Redactor(RedactionRules rules, string route)
{
    public static readonly Redactor Default = new(RedactionRules.Default, "");

    private static readonly SearchValues<char> NotInForms = SearchValues.Create(" \t\r\n\"<{");

    private readonly RedactedPlace[] _values = [.. rules.Values.Where(place => place.AppliesTo(route))];
    private readonly RedactedPlace[] _keep = [.. rules.Keep.Where(place => place.AppliesTo(route))];
    private readonly bool _touchesBodies = rules.IsStrict || rules.Values.Any(place => place.AppliesTo(route) && place.IsInBody);

    /// <summary>Whether the rules name places in bodies of the route.</summary>
    public bool TouchesBodies => _touchesBodies;

    /// <summary>A body as it may be kept; null when it goes as a whole.</summary>
    /// <param name="text">The body.</param>
    /// <param name="kind">What its sender says it is.</param>
    public string? Body(string text, TextKind kind) =>
        Json(text, Mark) is { } json ? json
        : _touchesBodies ? null
        : kind switch
        {
            TextKind.Form when IsForm(text) => Parameters(text),
            TextKind.Page => rules.Secrets.OutOfPage(text),
            _ => rules.Secrets.MayBeIn(text) ? null : text,
        };

    public IReadOnlyList<string[]> Headers(IReadOnlyDictionary<string, StringValues> headers) =>
        Headers(from header in headers from value in header.Value select new[] { header.Key, value ?? "" });

    /// <param name="headers">A name and a value each.</param>
    public IReadOnlyList<string[]> Headers(IEnumerable<string[]> headers) => [.. headers.Select(header => new[] { header[0], Header(header[0], header[1]) })];

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
        return query is null ? path : $"{path}?{Parameters(query)}";
    }

    /// <summary>The values of differences between two answers, as they may be kept.</summary>
    public Func<Difference, Difference> DifferenceOf(ResponsePair pair)
    {
        var (legacy, modern) = (new KeptAnswer(pair.Legacy, this), new KeptAnswer(pair.Modern, this));
        return difference => new(
            difference.At with { Path = rules.Secrets.OutOfPath(difference.At.Path) },
            difference.Kind,
            Value(difference, difference.Legacy, legacy),
            Value(difference, difference.Modern, modern));
    }

    /// <summary>A difference whose values are redacted already, without the secrets in its place.</summary>
    public Difference PlaceOf(Difference difference) => difference with { At = difference.At with { Path = rules.Secrets.OutOfPath(difference.At.Path) } };

    /// <summary>A value that was stored of an answer, as it may be kept here.</summary>
    /// <param name="at">Where it stands, as reports show it.</param>
    /// <param name="value">The value.</param>
    /// <param name="answer">The answer, as it was stored.</param>
    public string? Value(string at, string? value, StoredResponse answer)
    {
        var (part, path) = at.Split(' ', 2) is [var word, var rest] ? (word, rest) : (at, "");
        var place = new Location(part switch { "header" => ResponsePart.Header, "body" => ResponsePart.Body, "reason" => ResponsePart.Reason, _ => ResponsePart.Status }, path, path);
        return Value(new(place, DivergenceKind.Value, value, null), value, new KeptAnswer(answer, this));
    }

    /// <summary>A text without the secrets in it.</summary>
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(text))]
    public string? Text(string? text) => text is null ? null : rules.Secrets.OutOf(text);

    /// <summary>What stands for a value that cannot be looked into.</summary>
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(value))]
    public string? Whole(string? value) => value is null ? null : rules.IsStrict ? Redaction.Hashed("text", value) : Redaction.Placeholder;

    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(value))]
    public string? Header(string name, string? value) =>
        value is null ? null
        : Redaction.IsCredential(name) || (rules.Secrets.Has(name) && !SecretNames.IsNoValue(value)) || _values.Any(place => place.IsHeader(name)) ? Redaction.Placeholder
        : rules.IsStrict && !Redaction.IsFraming(name) && !_keep.Any(place => place.IsHeader(name)) ? Redaction.Hashed("header", value)
        : OutOf(value);

    /// <summary>Whether it is what its sender says: programs call all that they send a form, and what is none must not be taken apart as one.</summary>
    private bool IsForm(string text) =>
        !text.AsSpan().TrimEnd("\r\n").ContainsAny(NotInForms) && text.Split('&').All(part => part.Contains('=', StringComparison.Ordinal) || Text(part) == part);

    private string Parameters(string text)
    {
        var parameters = text.Split('&');
        var isPaired = parameters.Any(NamesSecret);
        return string.Join('&', parameters.Select(parameter => Parameter(parameter, isPaired && !NamesSecret(parameter))));
    }

    /// <summary>Whether it says that another one holds a secret: <c>name=token&amp;value=…</c>.</summary>
    private bool NamesSecret(string parameter) =>
        parameter.Split('=', 2) is [var name, var value] && PairedNames.MayBe(value) && (PairedNames.AlwaysNames(name) || PairedNames.MayName(Inner(name))) && rules.Secrets.Has(Unescaped(value));

    private string Parameter(string parameter, bool isPaired)
    {
        var (written, value) = parameter.Split('=', 2) is [var before, var after] ? (before, after) : (parameter, null);
        var name = Unescaped(written);
        return value is null ? Text(written)
            : ((isPaired || rules.Secrets.Has(name)) && !SecretNames.IsNoValue(Unescaped(value))) || _values.Any(place => place.IsQuery(name)) || rules.Secrets.OutOf(value) == Redaction.Placeholder ? $"{OutOfName(written)}={Redaction.Placeholder}"
            : rules.IsStrict && !_keep.Any(place => place.IsQuery(name)) ? $"{written}={Redaction.Hashed("query", value)}"
            : OutOf(parameter) is var shown && shown.Length > Redaction.Placeholder.Length ? shown
            : shown == parameter ? parameter : $"{OutOfName(written)}={Redaction.Placeholder}";
    }

    /// <summary>Of <c>fields[0][name]</c> and <c>fields.0.name</c> the last.</summary>
    private static string Inner(string written) => Unescaped(written).TrimEnd(']') is var name && name.LastIndexOfAny(['[', '.']) is > 0 and var before ? name[(before + 1)..] : "";

    /// <summary>What a secret's name holds is one too: <c>tokens[…]</c>.</summary>
    private string OutOfName(string written)
    {
        var holder = written.Replace("%5B", "[", StringComparison.OrdinalIgnoreCase).Split('[', 2)[0];
        return holder.Length < written.Length && rules.Secrets.Has(Unescaped(holder)) ? $"{holder}[{Redaction.Placeholder}]" : Text(written);
    }

    private static string Unescaped(string written) => Uri.UnescapeDataString(written.Replace('+', ' '));

    private string? Value(Difference difference, string? value, KeptAnswer answer) => (value, difference.At) switch
    {
        (null, _) => null,
        (_, { Part: ResponsePart.Header, Path: var name }) => !Excerpt.MayBeCut(value) ? Header(name, value) : answer.HasHeader(name) ? value : Whole(value),
        (_, { Part: ResponsePart.Body, Path: "" }) => KeepsBody(answer, value) ? value : Whole(value),
        (_, { Part: ResponsePart.Body }) => InBody(difference, value, answer),
        _ => Text(value),
    };

    /// <summary>Where something was taken out of a body, what is shown of it must stand in what is left.</summary>
    private bool KeepsBody(KeptAnswer answer, string value) => !_touchesBodies && answer.HasInBody(value);

    private string InBody(Difference difference, string value, KeptAnswer answer)
    {
        var path = JsonPath.Parse(difference.At.Path);
        if (path.Prefixes().Any(prefix => (IsSecret(prefix) && !(prefix.Segments.Length == path.Segments.Length && SecretNames.IsNoValue(value.Trim('"')))) || _values.Any(place => place.IsBody(prefix))))
            return Redaction.Placeholder;

        var isNames = difference.Kind == DivergenceKind.Order && value is not ['[', ..];
        var shown = Excerpt.MayBeCut(value) ? null : Json(value, Mark, path);
        return shown is not null ? answer.HasInBody(shown) ? shown : Redaction.Placeholder
            : (isNames && !_touchesBodies) || KeepsBody(answer, value) ? value
            : Whole(value);
    }

    private bool IsSecret(JsonPath path) => path.Segments is [.., var last] && (last.EndsWith('…') || rules.Secrets.Has(JsonPath.Unescape(last)));

    /// <summary>A JSON document with what is redacted replaced by a text, or null when it is none.</summary>
    private string? Json(string text, JsonRedactor.MarkFunction mark, JsonPath? path = null)
    {
        var document = Encoding.UTF8.GetBytes(text);
        return JsonTree.TryParse(document) is { } root ? Encoding.UTF8.GetString(new JsonRedactor(document, mark, rules.Secrets).Apply(root, path ?? new JsonPath())) : null;
    }

    private string? Mark(JsonPath path, JsonNode node, ReadOnlySpan<byte> raw) => Mark(path, node, raw, 0);

    /// <summary>What stands for a value of a body; null when it stays.</summary>
    private string? Mark(JsonPath path, JsonNode node, ReadOnlySpan<byte> raw, int depth) =>
        _values.Any(place => place.IsBody(path)) || (!JsonRedactor.IsNoValue(node) && IsSecret(path)) ? Redaction.Placeholder
        : rules.IsStrict && node.IsLeaf && !_keep.Any(place => place.IsBody(path)) ? Redaction.Hashed(node.TypeName, raw)
        : node.Text is { } text && OutOf(text, depth) is var shown && shown != text ? JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(shown)
        : null;

    /// <summary>A text without secrets: a JSON document within it is taken apart as one.</summary>
    private string OutOf(string text, int depth = 0) =>
        depth < MaxDepth && text.AsSpan().TrimStart() is ['{' or '[', ..] && Json(text, (path, node, raw) => Mark(path, node, raw, depth + 1)) is { } json
            ? json
            : rules.Secrets.OutOf(text);

    /// <summary>Documents within strings of documents: one below that goes as a whole if it holds a secret.</summary>
    private const int MaxDepth = 3;
}
