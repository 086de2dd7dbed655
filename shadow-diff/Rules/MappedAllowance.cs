namespace Strangler.ShadowDiff.Rules;

/// <summary>Lets values pass that are equal once each path of legacy's installation is read as modern's.</summary>
internal sealed record MappedAllowance(string LegacyPrefix, string ModernPrefix) : IAllowance
{
    public bool Covers(string legacy, string modern) =>
        WrittenValue.Text(legacy).Replace(LegacyPrefix, ModernPrefix, StringComparison.Ordinal) == WrittenValue.Text(modern);
}
