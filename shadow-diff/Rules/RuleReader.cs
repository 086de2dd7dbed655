using System.Text.RegularExpressions;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Rules;

/// <summary>Makes a rule of what the file has, and reports what its schema cannot say or no validator of it looks at.</summary>
/// <param name="written">The rule, good by the schema but for the members that go with its action.</param>
/// <param name="fail">Told of each fault.</param>
internal sealed class RuleReader(WrittenRule written, Action<string> fail)
{
    /// <summary>Of use only when nothing failed.</summary>
    public Rule Read()
    {
        RefuseMembersOfOtherActions();
        return new Rule
        {
            Name = written.Name,
            Kind = written.Kind,
            Routes = written.Route.Contains("*") ? null : written.Route,
            When = written.When is { } condition ? new ConditionReader(condition, Expression).Read() : null,
            Beside = written.Beside is { } beside ? Read(beside) : null,
            At = At("at", written.At)!,
            Except = [.. (written.Except ?? []).Order(StringComparer.Ordinal).Select(place => At("except", place)!)],
            Kinds = written.Divergence,
            Action = written.Action,
            Key = written.Action == RuleAction.Keyed ? Needed("key", written.Key) : null,
            Allowance = Allowance(),
            Reason = written.Reason,
            Owner = written.Owner,
            Expires = written.Expires,
        };
    }

    private void RefuseMembersOfOtherActions()
    {
        (RuleAction Action, string Member, object? Value)[] owned =
        [
            (RuleAction.Range, "min", written.Min), (RuleAction.Range, "max", written.Max), (RuleAction.Range, "past", written.Past ? true : null), (RuleAction.Range, "monotonic", written.Monotonic ? true : null), (RuleAction.Range, "since", written.Since),
            (RuleAction.SameAs, "as", written.As), (RuleAction.SameAs, "of", written.Of),
            (RuleAction.Pattern, "pattern", written.Pattern), (RuleAction.Pattern, "legacy_pattern", written.LegacyPattern), (RuleAction.Pattern, "modern_pattern", written.ModernPattern), (RuleAction.Pattern, "emptied", written.Emptied ? true : null),
            (RuleAction.Keyed, "key", written.Key),
            (RuleAction.Tolerance, "absolute", written.Absolute), (RuleAction.Tolerance, "relative", written.Relative), (written.Action == RuleAction.NearNow ? RuleAction.NearNow : RuleAction.Tolerance, "seconds", written.Seconds),
            (RuleAction.Mapped, "legacy_prefix", written.LegacyPrefix), (RuleAction.Mapped, "modern_prefix", written.ModernPrefix),
        ];
        foreach (var (action, member, value) in owned)
        {
            if (value is not null && action != written.Action)
                fail($"\"{member}\" goes with the action \"{KebabName<RuleAction>.Of(action)}\" only");
        }
    }

    private Surroundings Read(WrittenSurroundings beside) => new()
    {
        Members = new ConditionReader(new(), Expression).Texts("beside.members", beside.Members),
        Relations = [.. (beside.Relations ?? []).Select(Related).OfType<Relation>()],
        Steps = beside.Steps is { } steps ? new(steps.By, [.. steps.Order.Select(kind => Expression("beside.steps.order", kind)).OfType<Lazy<Regex>>()]) : null,
        Rising = beside.Rising,
    };

    private Relation? Related(string text)
    {
        var relation = Relation.TryParse(text);
        if (relation is null)
            fail($"\"beside.relations\": \"{text}\" is no relation; write \"done <= total\" or \"percent = done * 100 / total\", with names of members and whole numbers, and blanks between them");

        return relation;
    }

    private LocationPattern? At(string member, string text)
    {
        var pattern = LocationPattern.TryParse(text, out var error);
        if (error is not null)
            fail($"\"{member}\": {error}");

        return pattern;
    }

    private IAllowance? Allowance() => written.Action switch
    {
        RuleAction.Pattern => Patterns(),
        RuleAction.Tolerance => Tolerance(),
        RuleAction.Range => Range(),
        RuleAction.NearNow => new NearNowAllowance(written.Seconds ?? Missing("seconds")),
        RuleAction.SameAs => SameAs(),
        RuleAction.Mapped => new MappedAllowance(Needed("legacy_prefix", written.LegacyPrefix), Needed("modern_prefix", written.ModernPrefix)),
        _ => null,
    };

    private PatternAllowance Patterns()
    {
        if (written.Pattern is not null == (written.LegacyPattern ?? written.ModernPattern) is not null)
            fail("the action \"pattern\" needs either a \"pattern\" for both sides or a \"legacy_pattern\", a \"modern_pattern\" or both of these");

        var both = Expression("pattern", written.Pattern);
        return new(both ?? Expression("legacy_pattern", written.LegacyPattern), both ?? Expression("modern_pattern", written.ModernPattern), written.Divergence is not null, written.Emptied);
    }

    private RangeAllowance Range()
    {
        if (written.Past == (written.Min ?? written.Max) is not null)
            fail("the action \"range\" needs either \"past\": true, for times, or \"min\", \"max\" or both of these, for numbers");
        if (written.Min > written.Max)
            fail("\"min\" is above \"max\": no number lies between them");
        if (written.Since is not null && !written.Past)
            fail("\"since\" goes with \"past\": true only");

        return new(written.Min, written.Max, written.Past, written.Monotonic, written.Since);
    }

    private SameAsAllowance SameAs()
    {
        if (written.As is null)
            Needed("as", null);
        if (written.As == Rules.SameAs.Count)
            Needed("of", written.Of);
        else if (written.Of is not null)
            fail("\"of\" goes with \"as\": \"count\" only");
        if (written.As == Rules.SameAs.Asked && written.Route.Contains("*"))
            fail("\"as\": \"asked\" needs the names of its routes: each looks back to its own requests");

        return new(written.As ?? default, written.Of);
    }

    private double Missing(string member)
    {
        Needed(member, null);
        return 0;
    }

    private ToleranceAllowance Tolerance()
    {
        if ((written.Absolute ?? written.Relative) is not null == written.Seconds is not null)
            fail("the action \"tolerance\" needs either \"seconds\", for times, or \"absolute\", \"relative\" or both of these, for numbers");
        if (written.Absolute is double.PositiveInfinity)
            fail($"\"absolute\" must be a number above 0, {double.MaxValue} at most");

        return new(written.Absolute, written.Relative, written.Seconds);
    }

    private string Needed(string member, string? value)
    {
        if (value is null)
            fail($"\"{member}\" is missing; the action \"{KebabName<RuleAction>.Of(written.Action)}\" needs it");

        return value ?? "";
    }

    private Lazy<Regex>? Expression(string member, string? text)
    {
        if (text is null)
            return null;

        try
        {
            return WholeValue.Matching(NamedPatterns.Expand(text));
        }
        catch (Exception ex) when (ex is ArgumentException or NotSupportedException)
        {
            fail($"\"{member}\" is no usable regular expression: {Reason(ex, text)}");
            return null;
        }
    }

    /// <summary>In words, with the place in the text as it is written. The framework's begins with the pattern, and speaks of its own options.</summary>
    private static string Reason(Exception exception, string text)
    {
        if (exception is NotSupportedException)
            return "it looks back or ahead, or repeats what it found, or is too large; write it without these";
        if (exception is not RegexParseException { Message: var message, Offset: var offset })
            return exception.Message;

        var place = $"at offset {offset}. ";
        var reason = message.LastIndexOf(place, StringComparison.Ordinal) is >= 0 and var at ? message[(at + place.Length)..] : message;

        // A named pattern has become longer: its places are not those of the text.
        return $"{reason.TrimEnd('.')}{(NamedPatterns.Expand(text) == text ? $", after {offset} characters" : "")}";
    }
}
