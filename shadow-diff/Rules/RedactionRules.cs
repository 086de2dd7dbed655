using System.Collections.Frozen;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Secrets;

namespace Strangler.ShadowDiff.Rules;

/// <summary>The file's section <c>redact</c>: which values are not kept.</summary>
/// <param name="IsStrict">Every value is redacted but those of <paramref name="Keep"/>; else those of <paramref name="Values"/> are.</param>
/// <param name="Values">Places whose values are never kept, not even as a hash.</param>
/// <param name="Keep">Places whose values stay as they are when all others are redacted.</param>
/// <param name="Secrets">Names whose values are never kept, wherever they stand.</param>
internal sealed record RedactionRules(bool IsStrict, IReadOnlyList<RedactedPlace> Values, IReadOnlyList<RedactedPlace> Keep, SecretNames Secrets)
{
    /// <summary>Of a file that says nothing of it.</summary>
    public static readonly RedactionRules Default = new(false, [], [], SecretNames.WellKnown);

    /// <summary>Of several files together: what one of them keeps out is out.</summary>
    public static RedactionRules Of(IReadOnlyList<RedactionRules> all) => all.Count == 0 ? Default : new(
        all.Any(rules => rules.IsStrict), [.. all.SelectMany(rules => rules.Values)], [.. all.SelectMany(rules => rules.Keep)], all[0].Secrets);
}

/// <summary>Where values are taken out of what is stored, or, when everything else is, where they stay. Of requests and of both sides' answers.</summary>
/// <param name="Routes">Null for every route.</param>
/// <param name="Query">A query parameter's name; null when <paramref name="At"/> says where.</param>
/// <param name="At">A header, or a place in a body.</param>
internal sealed record RedactedPlace(FrozenSet<string>? Routes, string? Query, LocationPattern? At)
{
    private const string QueryWord = "query ";

    /// <summary>Null when the text is no place; <paramref name="error"/> then says what one looks like.</summary>
    public static RedactedPlace? TryParse(FrozenSet<string>? routes, string text, out string? error)
    {
        error = null;
        if (text.StartsWith(QueryWord, StringComparison.Ordinal) && text[QueryWord.Length..].Trim() is { Length: > 0 } name)
            return new(routes, name, null);

        if (LocationPattern.TryParse(text, out _) is { IsValue: true } at)
            return new(routes, null, at);

        error = $"\"{text}\" is no place that has values; write \"query <name>\", \"header <name>\", \"body\" or \"body /path/*/name\"";
        return null;
    }

    public bool AppliesTo(string route) => Routes?.Contains(route) ?? true;

    public bool IsInBody => At?.IsBody ?? false;

    public bool IsHeader(string name) => At?.Matches(Location.Header(name)) ?? false;

    public bool IsQuery(string name) => string.Equals(Query, name, StringComparison.Ordinal);

    public bool IsBody(JsonPath path) => At?.Matches(path) ?? false;
}
