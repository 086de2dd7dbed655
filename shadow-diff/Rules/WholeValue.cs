using System.Collections.Concurrent;
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

    /// <summary>
    /// What is matched without backtracking neither looks around nor repeats what it found, and has no more than some thousand places: groups with
    /// a question mark, numbers after a backslash, and repetitions of ten and more may be too much.
    /// </summary>
    [GeneratedRegex(@"\(\?(?!:)|\\[0-9kG]|\{\d*,?\d{2,}")]
    private static partial Regex Doubtful { get; }

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
            if (pattern.Length > Most || Doubtful.IsMatch(pattern))
                _ = Whole(pattern);
            return new Lazy<Regex>(() => Whole(pattern));
        });
    }

    private static Regex Whole(string pattern) => new($@"\A(?:{pattern})\z", Options);
}
