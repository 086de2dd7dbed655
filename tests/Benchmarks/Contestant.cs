namespace Strangler.Benchmarks;

/// <summary>One of those measured side by side.</summary>
/// <param name="Stage">The stage that the route is put at first; null for what is no gateway.</param>
internal sealed record Contestant(string Name, Uri Target, string? Stage)
{
    public List<Sample> Samples { get; } = [];

    /// <summary>Its process, for what a request costs; null where that is not asked.</summary>
    public ProcessTree? Process { get; init; }

    /// <summary>The same, where it can tell what it has allocated.</summary>
    public ServerProcess? Server { get; init; }

    /// <summary>The middle of the ratios of the rounds.</summary>
    public double Ratio(Contestant other, Func<Sample, double> figure) =>
        Sample.Middle(Samples.Zip(other.Samples).ToList(), pair => figure(pair.First) / figure(pair.Second));
}
