using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Strangler.ShadowDiff.Rules;

/// <summary>Names that stand for a regular expression inside another: <c>job_{uuid}</c>.</summary>
internal static partial class NamedPatterns
{
    private static readonly FrozenDictionary<string, string> Known = new Dictionary<string, string>
    {
        ["uuid"] = "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}",
        ["timestamp"] = @"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)?",
    }.ToFrozenDictionary();

    /// <summary>The pattern with each name replaced.</summary>
    /// <exception cref="ArgumentException">A name is unknown.</exception>
    public static string Expand(string pattern) => Name.Replace(pattern, match =>
        Known.TryGetValue(match.Groups[1].Value, out var expression)
            ? $"(?:{expression})"
            : throw new ArgumentException($"{match.Value} is no named pattern; known are {string.Join(", ", Known.Keys.Order(StringComparer.Ordinal).Select(name => $"{{{name}}}"))}."));

    /// <summary>A word in braces; those of <c>\p{L}</c> and <c>\{</c> are something else.</summary>
    [GeneratedRegex(@"(?<!\\|\\p|\\P)\{([A-Za-z_]\w*)\}")]
    private static partial Regex Name { get; }
}
