namespace Strangler.ShadowDiff.Rules;

/// <summary>Makes the rules of redaction of what the file has, and reports what its schema cannot say.</summary>
/// <param name="written">The section, good by the schema.</param>
/// <param name="errors">Takes each fault.</param>
internal sealed class RedactionReader(WrittenRedaction written, List<string> errors)
{
    /// <summary>Of use only when nothing failed.</summary>
    public RedactionRules Read()
    {
        var rules = new RedactionRules(written.Strict, Places("values", written.Values), Places("keep", written.Keep));
        if (rules is { IsStrict: false, Keep.Count: > 0 })
            errors.Add("redact: \"keep\" goes with \"strict\": true only; without it everything is kept but \"values\"");

        return rules;
    }

    private List<RedactedPlace> Places(string member, IReadOnlyList<WrittenPlace>? places) =>
        [.. (places ?? []).Select((place, index) => Place(place, $"redact.{member}[{index}]")).OfType<RedactedPlace>()];

    private RedactedPlace? Place(WrittenPlace place, string at)
    {
        var found = RedactedPlace.TryParse(place.Route.Contains("*") ? null : place.Route, place.At, out var error);
        if (error is not null)
            errors.Add($"{at}: \"at\": {error}");

        return found;
    }
}
