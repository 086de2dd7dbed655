using System.ComponentModel.DataAnnotations;

namespace Strangler.ShadowDiff.Findings;

/// <summary>How many examples of divergences are kept; part of the section <c>ShadowDiff</c>.</summary>
internal sealed class ExampleOptions
{
    /// <summary>Newest examples kept of each divergence.</summary>
    [Range(1, 100)]
    public int ExamplesPerDivergence { get; set; } = 3;

    /// <summary>Stored exchanges in all; the oldest go first.</summary>
    [Range(1, 1_000_000)]
    public int MaxExamples { get; set; } = 5_000;
}
