using Strangler.ShadowDiff.Triage;

namespace Strangler.ShadowDiff.Reports;

/// <summary>One divergence of a route and its newest example. The other fields are those of <see cref="Finding"/>.</summary>
public sealed record DivergenceReport(
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
    ExampleReport? Example,
    bool Critical,
    string State,
    TriageEntry? Triage,
    long Transient,
    long OfState);
