using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Strangler.ShadowDiff.Rules;

/// <summary>Expressions that a whole value must match.</summary>
internal static partial class WholeValue
{
    /// <summary>Expressions that are kept, and characters of one: more than rules are likely to have.</summary>
    private const int Most = 1000;

    // Without backtracking: a hostile payload cannot make it run long.
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Singleline;

    private static readonly ConcurrentDictionary<string, Lazy<Regex>> Kept = new(StringComparer.Ordinal);

    /// <summary>What is matched without backtracking neither looks around nor repeats what it found: groups with a question mark and numbers after a backslash may.</summary>
    [GeneratedRegex(@"\(\?(?!:)|\\[0-9kG]|\{\d*,?\d{4,}")]
    private static partial Regex Doubtful { get; }

    [GeneratedRegex(@"(?<group>\))?\{(?:\d*,)?(?<most>\d+),?\}")]
    private static partial Regex Repetition { get; }

    /// <summary>
    /// The expression, which takes ten milliseconds and more to build, and up to a megabyte: rules repeat themselves, a file is read again and
    /// again, and most expressions never have a value to match.
    /// </summary>
    /// <exception cref="ArgumentException">It is no expression.</exception>
    /// <exception cref="NotSupportedException">It cannot be matched without backtracking.</exception>
    public static Lazy<Regex> Matching(string pattern)
    {
        if (Kept.Count > Most)
            Kept.Clear();
        return Kept.GetOrAdd(pattern, static pattern =>
        {
            // By itself first: what closes a group that it has not opened would otherwise close ours.
            _ = new Regex(pattern, Options & ~RegexOptions.NonBacktracking);
            if (Doubtful.IsMatch(pattern) || Places(pattern) > Most)
                _ = Whole(pattern);
            return new Lazy<Regex>(() => Whole(pattern));
        });
    }

    /// <summary>How many places it has at most. Some thousand cannot be matched without backtracking; what is certain to have fewer is not built to see that.</summary>
    private static long Places(string pattern)
    {
        var (places, factor) = ((long)pattern.Length, 1L);
        foreach (Match repetition in Repetition.Matches(pattern))
        {
            var most = int.Parse(repetition.Groups["most"].ValueSpan, CultureInfo.InvariantCulture);
            if (repetition.Groups["group"].Success)
                factor = Math.Min(factor * Math.Max(most, 1), Most + 1);
            else
                places += most;
        }

        return places * factor;
    }

    private static Regex Whole(string pattern) => new($@"\A(?:{pattern})\z", Options);
}
