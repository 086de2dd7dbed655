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
/// <param name="Legacy">What legacy's value must match; null for any value. Made when it is first needed: each takes up to a megabyte.</param>
/// <param name="Modern">The same for modern's value.</param>
internal sealed record PatternAllowance(Lazy<Regex>? Legacy, Lazy<Regex>? Modern) : IAllowance
{
    public bool Covers(WrittenValue legacy, WrittenValue modern) =>
        (Legacy?.Value.IsMatch(legacy.WithoutQuotes) ?? true) && (Modern?.Value.IsMatch(modern.WithoutQuotes) ?? true);
}
