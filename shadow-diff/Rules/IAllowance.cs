namespace Strangler.ShadowDiff.Rules;

/// <summary>Which pairs of values a rule lets pass.</summary>
internal interface IAllowance
{
    /// <summary>Values as reports show them: JSON as written, headers and text as they are.</summary>
    bool Covers(string legacy, string modern);
}
