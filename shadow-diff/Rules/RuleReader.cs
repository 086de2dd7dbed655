using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Rules;

/// <summary>Reads one rule and adds everything that is wrong with it to <c>errors</c>.</summary>
internal sealed class RuleReader(JsonElement element, int index, List<string> errors)
{
    private static readonly string[] Members = ["name", "kind", "route", "when", "at", "divergence", "action", "pattern", "legacy_pattern", "modern_pattern", "key", "absolute", "relative", "seconds", "legacy_prefix", "modern_prefix", "reason", "owner", "expires"];

    private readonly RuleMembers _members = new(element, $"rules[{index}]", errors);

    /// <summary>Null when the rule has an error.</summary>
    public Rule? Read()
    {
        var before = errors.Count;
        if (element.ValueKind != JsonValueKind.Object)
        {
            errors.Add($"rules[{index}] must be an object");
            return null;
        }

        _members.RefuseOthers(Members);
        var action = _members.Choice<RuleAction>("action");
        var details = new ActionReader(_members, action);
        var rule = new Rule
        {
            Name = _members.Text("name", required: true) ?? "",
            Kind = _members.Choice<RuleKind>("kind"),
            Routes = _members.Texts("route") is { } routes && !routes.Contains("*") ? routes.ToFrozenSet() : null,
            When = new ConditionReader(_members).Read(),
            At = At()!,
            Kinds = Kinds(),
            Action = action,
            Key = details.Key(),
            Allowance = details.Allowance(),
            Reason = _members.Text("reason", required: true) ?? "",
            Owner = _members.Text("owner", required: false),
            Expires = Expires(),
        };
        return errors.Count == before ? rule : null;
    }

    private LocationPattern? At()
    {
        if (_members.Text("at", required: true) is not { } text)
            return null;

        var pattern = LocationPattern.TryParse(text, out var error);
        if (error is not null)
            _members.Fail($"\"at\": {error}");

        return pattern;
    }

    private FrozenSet<DivergenceKind>? Kinds()
    {
        var names = _members.Texts("divergence");
        foreach (var name in names?.Where(name => KebabName<DivergenceKind>.TryParse(name) is null) ?? [])
            _members.Fail($"\"divergence\" has \"{name}\"; known are {string.Join(", ", KebabName<DivergenceKind>.All)}");

        return names?.Select(KebabName<DivergenceKind>.TryParse).OfType<DivergenceKind>().ToFrozenSet();
    }

    private DateOnly? Expires()
    {
        if (_members.Text("expires", required: false) is not { } text)
            return null;

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return day;

        _members.Fail($"\"expires\" is \"{text}\"; it must be a day such as 2027-06-30");
        return null;
    }
}
