using System.Collections.Frozen;
using System.Text.Json;

namespace Strangler.ShadowDiff.Rules;

/// <summary>Reads the file's section <c>redact</c> and adds everything that is wrong with it to <c>errors</c>.</summary>
internal sealed class RedactionReader(JsonElement section, List<string> errors)
{
    private static readonly string[] Members = ["strict", "values", "keep"];
    private static readonly string[] EntryMembers = ["route", "at"];

    public RedactionRules Read()
    {
        if (section.ValueKind != JsonValueKind.Object)
        {
            errors.Add("\"redact\" must be an object");
            return RedactionRules.None;
        }

        new RuleMembers(section, "redact", errors).RefuseOthers(Members);
        var rules = new RedactionRules(Strict(), Places("values"), Places("keep"));
        if (rules is { IsStrict: false, Keep.Count: > 0 })
            errors.Add("redact: \"keep\" goes with \"strict\": true only; without it everything is kept but \"values\"");

        return rules;
    }

    private bool Strict()
    {
        if (!section.TryGetProperty("strict", out var value) || value.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return value.ValueKind == JsonValueKind.True;

        errors.Add("redact: \"strict\" must be true or false");
        return false;
    }

    private List<RedactedPlace> Places(string member)
    {
        if (!section.TryGetProperty(member, out var list))
            return [];

        if (list.ValueKind == JsonValueKind.Array)
            return [.. list.EnumerateArray().Select((entry, index) => Place(entry, $"redact.{member}[{index}]")).OfType<RedactedPlace>()];

        errors.Add($"redact: \"{member}\" must be a list");
        return [];
    }

    private RedactedPlace? Place(JsonElement entry, string place)
    {
        if (entry.ValueKind != JsonValueKind.Object)
        {
            errors.Add($"{place} must be an object with \"route\" and \"at\"");
            return null;
        }

        var members = new RuleMembers(entry, place, errors);
        members.RefuseOthers(EntryMembers);
        var routes = members.Texts("route");
        if (members.Text("at", required: true) is not { } text)
            return null;

        var found = RedactedPlace.TryParse(routes is null || routes.Contains("*") ? null : routes.ToFrozenSet(), text, out var error);
        if (error is not null)
            members.Fail($"\"at\": {error}");

        return found;
    }
}
