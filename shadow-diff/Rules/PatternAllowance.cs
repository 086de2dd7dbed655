using System.Text.RegularExpressions;

namespace Strangler.ShadowDiff.Rules;

/// <summary>Lets values pass that match a regular expression as a whole.</summary>
/// <param name="Legacy">What legacy's value must match; null for any value.</param>
/// <param name="Modern">The same for modern's value.</param>
internal sealed record PatternAllowance(Regex? Legacy, Regex? Modern) : IAllowance
{
    public bool Covers(WrittenValue legacy, WrittenValue modern) =>
        (Legacy?.IsMatch(legacy.WithoutQuotes) ?? true) && (Modern?.IsMatch(modern.WithoutQuotes) ?? true);
}
