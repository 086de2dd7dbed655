using System.Text.RegularExpressions;

namespace Strangler.ShadowDiff.Secrets;

/// <summary>Matches one after the other: of a hostile text there are a million, and a <see cref="MatchCollection"/> keeps them all.</summary>
internal static class EachMatch
{
    public static IEnumerable<Match> EachIn(this Regex regex, string text)
    {
        for (var found = regex.Match(text); found.Success; found = found.NextMatch())
            yield return found;
    }
}
