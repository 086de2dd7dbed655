namespace Strangler.ShadowDiff.Reports;

/// <summary>One divergence of a route and its newest example. Of the count, some sightings were transient or of state: the rest is stable.</summary>
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
    long Transient,
    long State);
