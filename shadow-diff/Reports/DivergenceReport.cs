namespace Strangler.ShadowDiff.Reports;

/// <summary>One divergence of a route and its newest example.</summary>
public sealed record DivergenceReport : Finding
{
    internal DivergenceReport(Finding finding, ExampleReport? example)
        : base(finding) => Example = example;

    /// <summary>Null when none is kept any more.</summary>
    public ExampleReport? Example { get; init; }
}
