using Strangler.ShadowDiff.Secrets;

namespace Strangler.ShadowDiff.Rules;

/// <summary>Makes the rules of redaction of what the file has, and reports what its schema cannot say.</summary>
/// <param name="written">The section, good by the schema.</param>
/// <param name="fail">Told of each fault and its place.</param>
internal sealed class RedactionReader(WrittenRedaction written, Action<string, string> fail)
{
    /// <summary>Of use only when nothing failed.</summary>
    public RedactionRules Read()
    {
        var rules = new RedactionRules(written.Strict, Places("values", written.Values), Places("keep", written.Keep), written.Secrets is { } names ? new SecretNames(names) : SecretNames.WellKnown);
        if (rules is { IsStrict: false, Keep.Count: > 0 })
            fail("redact.keep", "\"keep\" goes with \"strict\": true only; without it everything is kept but \"values\"");

        return rules;
    }

    private List<RedactedPlace> Places(string member, IReadOnlyList<WrittenPlace>? places) =>
        [.. (places ?? []).Select((place, index) => Place(place, $"redact.{member}[{index}]")).OfType<RedactedPlace>()];

    private RedactedPlace? Place(WrittenPlace place, string at)
    {
        var found = RedactedPlace.TryParse(place.Route.Contains("*") ? null : place.Route, place.At, out var error);
        if (error is not null)
            fail($"{at}.at", error);

        return found;
    }
}
