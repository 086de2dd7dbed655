using System.Text.RegularExpressions;

namespace Strangler.ShadowDiff.Rules;

/// <summary>Which pairs of values a rule lets pass.</summary>
internal interface IAllowance
{
    bool Covers(WrittenValue legacy, WrittenValue modern);
}

/// <summary>Lets values pass that are equal once each path of legacy's installation is read as modern's.</summary>
internal sealed record MappedAllowance(string LegacyPrefix, string ModernPrefix) : IAllowance
{
    public bool Covers(WrittenValue legacy, WrittenValue modern) =>
        legacy.Text.Replace(LegacyPrefix, ModernPrefix, StringComparison.Ordinal) == modern.Text;
}

/// <summary>Lets values pass that match a regular expression as a whole.</summary>
/// <param name="Legacy">What legacy's value must match; null for any value.</param>
/// <param name="Modern">The same for modern's value.</param>
internal sealed record PatternAllowance(Regex? Legacy, Regex? Modern) : IAllowance
{
    public bool Covers(WrittenValue legacy, WrittenValue modern) =>
        (Legacy?.IsMatch(legacy.WithoutQuotes) ?? true) && (Modern?.IsMatch(modern.WithoutQuotes) ?? true);
}
