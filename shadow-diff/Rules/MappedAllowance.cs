namespace Strangler.ShadowDiff.Rules;

/// <summary>Lets values pass that are equal once each path of legacy's installation is read as modern's.</summary>
internal sealed record MappedAllowance(string LegacyPrefix, string ModernPrefix) : IAllowance
{
    public bool Covers(WrittenValue legacy, WrittenValue modern) =>
        legacy.Text.Replace(LegacyPrefix, ModernPrefix, StringComparison.Ordinal) == modern.Text;
}
