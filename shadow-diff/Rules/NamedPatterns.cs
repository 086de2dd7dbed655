using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Strangler.ShadowDiff.Rules;

/// <summary>Names that stand for a regular expression inside another: <c>job_{uuid}</c>.</summary>
internal static partial class NamedPatterns
{
    private const string DayOfMonth = @"(?:0[1-9]|[12]\d|3[01])";
    private const string Day = @"[12]\d{3}-(?:0[1-9]|1[0-2])-" + DayOfMonth;
    private const string Clock = @"(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d";

    private static readonly FrozenDictionary<string, string> Known = new Dictionary<string, string>
    {
        ["uuid"] = "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}",
        ["timestamp"] = $@"{Day}[T ]{Clock}(?:\.\d{{1,9}})?(?:Z|[+-]\d\d:\d\d)?",
        ["local_time"] = $@"{Day}T{Clock}(?:\.\d{{6}})?",
        ["http_date"] = $@"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), {DayOfMonth} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [12]\d{{3}} {Clock} GMT",
        ["job_id"] = @"job_\d{16}",
        ["metric"] = @"http\.(?:requests\.total|responses\.total|request\.duration|errors\.total)|metrics\.reports\.generated",
        ["float"] = @"-?\d+(?:\.\d+(?:e[+-]\d+)?|e[+-]\d+)",
        ["int"] = @"-?(?:0|[1-9]\d*)",
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
