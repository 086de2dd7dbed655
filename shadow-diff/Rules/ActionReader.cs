using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Rules;

/// <summary>Reads what an action needs to know: a key, patterns, a tolerance or a pair of paths. Members of another action are errors.</summary>
internal sealed class ActionReader(RuleMembers members, RuleAction action)
{
    private const double Year = 366 * 24 * 3600;

    public string? Key()
    {
        if (action == RuleAction.Keyed)
            return members.Text("key", required: true);

        Refuse(RuleAction.Keyed, "key");
        return null;
    }

    /// <summary>Null for the actions that look at no values.</summary>
    public IAllowance? Allowance()
    {
        Refuse(RuleAction.Tolerance, "absolute", "relative", "seconds");
        Refuse(RuleAction.Mapped, "legacy_prefix", "modern_prefix");
        var patterns = new RulePatterns(members, action).Read();
        return action switch
        {
            RuleAction.Tolerance => Tolerance(),
            RuleAction.Mapped => new MappedAllowance(members.Text("legacy_prefix", required: true) ?? "", members.Text("modern_prefix", required: true) ?? ""),
            _ => patterns,
        };
    }

    private ToleranceAllowance Tolerance()
    {
        var (absolute, relative, seconds) = (members.Positive("absolute", double.MaxValue), members.Positive("relative", 1), members.Positive("seconds", Year));
        var (numbers, times) = (members.Has("absolute") || members.Has("relative"), members.Has("seconds"));
        if (numbers == times)
            members.Fail("the action \"tolerance\" needs either \"seconds\", for times, or \"absolute\", \"relative\" or both of these, for numbers");

        return new(absolute, relative, seconds);
    }

    private void Refuse(RuleAction owner, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (action != owner && members.Has(name))
                members.Fail($"\"{name}\" goes with the action \"{KebabName<RuleAction>.Of(owner)}\" only");
        }
    }
}
