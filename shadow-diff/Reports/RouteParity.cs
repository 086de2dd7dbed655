using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Reports;

/// <summary>Where a route stands. Counts are since the database was made.</summary>
/// <param name="Route">The route's name.</param>
/// <param name="Eligible">All exchanges that could have been compared: <paramref name="Compared"/> plus all of <paramref name="Uncompared"/>.</param>
/// <param name="Compared">Matched, diverged, on purpose, transient and state together.</param>
/// <param name="Matched">Compared without a divergence.</param>
/// <param name="Diverged">Compared, with at least one stable divergence that no rule covers.</param>
/// <param name="Unable">Not compared because the mirrored side could not answer; part of <paramref name="Uncompared"/>.</param>
/// <param name="Uncompared">Counts by reason, e.g. <c>sampled-out</c>; reasons without a count are left out.</param>
/// <param name="Parity">Matched as a share of matched and diverged, 0 to 1; null while there is neither.</param>
/// <param name="Coverage">Compared as a share of those that sampling chose, 0 to 1; null while nothing was.</param>
/// <param name="Legacy">Legacy's latency over compared exchanges.</param>
/// <param name="Modern">Modern's latency over the same exchanges.</param>
/// <param name="OnPurpose">Compared, and every divergence is one that is meant: neither parity nor a fault.</param>
/// <param name="Transient">Compared, and every divergence was gone when both sides were asked anew.</param>
/// <param name="State">Compared, and what is left of the divergences came of a write that had reached one side only.</param>
public sealed record RouteParity(
    string Route,
    long Eligible,
    long Compared,
    long Matched,
    long Diverged,
    long Unable,
    IReadOnlyDictionary<string, long> Uncompared,
    double? Parity,
    double? Coverage,
    Latency? Legacy,
    Latency? Modern,
    long OnPurpose = 0,
    long Transient = 0,
    long State = 0);
