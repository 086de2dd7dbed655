using Strangler.ShadowDiff.Noise;

namespace Strangler.ShadowDiff.Transfer;

/// <summary>What an import has added.</summary>
internal sealed record ImportResult(long Lines, long Divergences, long Examples);

/// <summary>Why it has added nothing.</summary>
internal sealed record ImportError(string Error);

/// <summary>An import cannot be taken in; nothing of it was.</summary>
internal sealed class ImportRefusedException(int status, string message) : Exception(message)
{
    /// <summary>The HTTP status that says so.</summary>
    public int Status { get; } = status;
}

/// <summary>What has gone into the database past the features, which have to be told of it.</summary>
internal sealed record ImportedLines(
    ImportResult Result,
    IReadOnlyList<ExportedCoverage> Coverage,
    IReadOnlyList<ExportedLatency> Latencies,
    IReadOnlyList<ExportedDivergence> Divergences,
    IReadOnlyList<NoiseState> Noise);
