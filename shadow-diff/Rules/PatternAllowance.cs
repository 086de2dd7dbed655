using System.Text.RegularExpressions;

namespace Strangler.ShadowDiff.Rules;

/// <summary>Lets values pass that match a regular expression as a whole.</summary>
/// <param name="Legacy">What legacy's value must match; null for any value.</param>
/// <param name="Modern">The same for modern's value.</param>
internal sealed record PatternAllowance(Regex? Legacy, Regex? Modern) : IAllowance
{
    public bool Covers(string legacy, string modern) =>
        (Legacy?.IsMatch(WrittenValue.WithoutQuotes(legacy)) ?? true) && (Modern?.IsMatch(WrittenValue.WithoutQuotes(modern)) ?? true);
}
