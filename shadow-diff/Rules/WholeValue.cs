using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Strangler.ShadowDiff.Rules;

/// <summary>Expressions that a whole value must match.</summary>
internal static class WholeValue
{
    /// <summary>More than all rules files that a process reads are likely to have.</summary>
    private const int MostKept = 1000;

    // Without backtracking: a hostile payload cannot make it run long.
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Singleline;

    private static readonly ConcurrentDictionary<string, Lazy<Regex>> Kept = new(StringComparer.Ordinal);

    /// <summary>
    /// The expression, which takes ten milliseconds and more to build, and up to a megabyte: rules repeat themselves, a file is read again and
    /// again, and most expressions never have a value to match.
    /// </summary>
    /// <exception cref="ArgumentException">It is no expression.</exception>
    /// <exception cref="NotSupportedException">It cannot be matched without backtracking.</exception>
    public static Lazy<Regex> Matching(string pattern)
    {
        if (Kept.Count > MostKept)
            Kept.Clear();
        return Kept.GetOrAdd(pattern, static pattern =>
        {
            // By itself first: what closes a group that it has not opened would otherwise close ours.
            _ = new Regex(pattern, Options & ~RegexOptions.NonBacktracking);
            _ = Whole(pattern);
            return new Lazy<Regex>(() => Whole(pattern));
        });
    }

    private static Regex Whole(string pattern) => new($@"\A(?:{pattern})\z", Options);
}
