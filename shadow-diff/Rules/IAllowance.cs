namespace Strangler.ShadowDiff.Rules;

/// <summary>Which pairs of values a rule lets pass.</summary>
internal interface IAllowance
{
    bool Covers(WrittenValue legacy, WrittenValue modern);
}
