using System.Text.RegularExpressions;

namespace Strangler.ShadowDiff.Rules;

/// <summary>Reads a rule's regular expressions: one for both sides, or one for each.</summary>
internal sealed class RulePatterns(RuleMembers members, RuleAction action)
{
    /// <summary>Null when the rule is of another action. What is wrong is noted.</summary>
    public PatternAllowance? Read()
    {
        Check();
        var both = Read("pattern");
        return action == RuleAction.Pattern ? new(both ?? Read("legacy_pattern"), both ?? Read("modern_pattern")) : null;
    }

    private void Check()
    {
        var (both, one) = (members.Has("pattern"), members.Has("legacy_pattern") || members.Has("modern_pattern"));
        if (action == RuleAction.Pattern && both == one)
            members.Fail("the action \"pattern\" needs either a \"pattern\" for both sides or a \"legacy_pattern\", a \"modern_pattern\" or both of these");
        else if (action != RuleAction.Pattern && (both || one))
            members.Fail("\"pattern\" goes with the action \"pattern\" only");
    }

    private Regex? Read(string member)
    {
        if (action != RuleAction.Pattern || !members.Has(member) || members.Text(member, required: true) is not { } text)
            return null;

        try
        {
            // Without backtracking: a hostile payload cannot make it run long.
            return new Regex($@"\A(?:{NamedPatterns.Expand(text)})\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Singleline);
        }
        catch (Exception ex) when (ex is ArgumentException or NotSupportedException)
        {
            members.Fail($"\"{member}\" is no usable regular expression: {ex.Message}");
            return null;
        }
    }
}
