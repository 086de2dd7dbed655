namespace Strangler.ShadowDiff.Store.Transfer;

/// <summary>What has gone into the database past the ledgers, which have to be told of it.</summary>
internal sealed record ImportedLines(
    ImportResult Result,
    IReadOnlyList<ExportedCoverage> Coverage,
    IReadOnlyList<ExportedLatency> Latencies,
    IReadOnlyList<ExportedDivergence> Divergences,
    IReadOnlyList<Noise.NoiseState> Noise);
