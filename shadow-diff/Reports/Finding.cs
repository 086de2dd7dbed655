using Strangler.ShadowDiff.Triage;

namespace Strangler.ShadowDiff.Reports;

/// <summary>A fingerprint and where it stands.</summary>
/// <param name="Fingerprint">Its name.</param>
/// <param name="Kind">In what way the sides disagree.</param>
/// <param name="Path">Where, with wildcards.</param>
/// <param name="StatusLegacy">Legacy's status.</param>
/// <param name="StatusModern">Modern's status.</param>
/// <param name="Count">Exchanges that showed it.</param>
/// <param name="FirstSeen">When first.</param>
/// <param name="LastSeen">When last.</param>
/// <param name="OnPurpose">The rule that says it is meant; null for the others.</param>
/// <param name="Reason">That rule's own words, while the rules still have it.</param>
/// <param name="Critical">Whether it changes a status or a type.</param>
/// <param name="State"><c>open</c>, <c>accepted</c>, <c>fixed</c>, <c>closed</c> or <c>on-purpose</c>; while it was never seen to last, <c>transient</c> or <c>of-state</c>.</param>
/// <param name="Triage">What was last said of it; null when nobody has.</param>
/// <param name="Transient">Of the count: gone when both sides were asked anew.</param>
/// <param name="OfState">Of the count: a write was under way, or had reached one side only.</param>
public record Finding(
    string Fingerprint,
    string Kind,
    string Path,
    int StatusLegacy,
    int StatusModern,
    long Count,
    DateTimeOffset FirstSeen,
    DateTimeOffset LastSeen,
    string? OnPurpose,
    string? Reason,
    bool Critical,
    string State,
    TriageEntry? Triage,
    long Transient,
    long OfState)
{
    internal const string OnlyTransient = "transient";

    internal const string OnlyOfState = "of-state";

    /// <summary>Whether it counts against the route.</summary>
    public bool Stands => State is "open" or "fixed";
}
