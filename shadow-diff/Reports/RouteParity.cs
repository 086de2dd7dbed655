using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Reports;

/// <summary>Where a route stands. Counts are since the database was made.</summary>
/// <param name="Route">The route's name.</param>
/// <param name="Eligible">All exchanges that could have been compared: <paramref name="Compared"/> plus <paramref name="Pinned"/> plus all of <paramref name="Uncompared"/>.</param>
/// <param name="Compared">Matched, diverged, on purpose, transient and state together.</param>
/// <param name="Matched">Compared without a divergence.</param>
/// <param name="Diverged">Compared, with at least one stable divergence that no rule covers.</param>
/// <param name="Unable">Not compared because the mirrored side could not answer; part of <paramref name="Uncompared"/>.</param>
/// <param name="Uncompared">Counts by reason, e.g. <c>sampled-out</c>; reasons without a count are left out.</param>
/// <param name="Parity">Matched as a share of matched and diverged, 0 to 1, of those compared or judged by shape; null while there is neither.</param>
/// <param name="Coverage">Compared or judged by shape as a share of those that sampling chose, 0 to 1; null while nothing was. What legacy answered for its own jobs is in neither.</param>
/// <param name="Legacy">Legacy's latency over compared exchanges.</param>
/// <param name="Modern">Modern's latency over the same exchanges.</param>
/// <param name="OnPurpose">Compared, and every divergence is one that is meant: neither parity nor a fault.</param>
/// <param name="Transient">Compared, and every divergence was gone when both sides were asked anew.</param>
/// <param name="State">Compared, and what is left of the divergences came of a write that had reached one side only.</param>
/// <param name="Pinned">Exchanges that one side alone could answer.</param>
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
    long State = 0,
    PinnedFigures? Pinned = null);

/// <summary>Exchanges that one side alone could answer, since a job belongs to one side or the request does work.</summary>
/// <param name="Legacy">Those that legacy answered.</param>
/// <param name="Modern">Those that modern answered.</param>
public sealed record PinnedFigures(PinnedSide Legacy, PinnedSide Modern)
{
    public long Total => Legacy.Total + Modern.Total;
}

/// <summary>What judging one side's answers by what the other's are like came to.</summary>
/// <param name="Learned">Not judged: too little was known of the other side.</param>
/// <param name="Matched">Like the other side's.</param>
/// <param name="OnPurpose">Unlike them, as rules mean it.</param>
/// <param name="Diverged">Unlike them.</param>
public sealed record PinnedSide(long Learned, long Matched, long OnPurpose, long Diverged)
{
    public long Total => Learned + Matched + OnPurpose + Diverged;

    public long Judged => Total - Learned;
}
