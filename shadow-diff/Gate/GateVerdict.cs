namespace Strangler.ShadowDiff.Gate;

/// <summary>Whether a route may be answered by modern, and why not.</summary>
/// <param name="Route">The route.</param>
/// <param name="Criteria">All of them, met or not, in a fixed order.</param>
/// <param name="Evidence">What was judged.</param>
public sealed record GateVerdict(string Route, IReadOnlyList<GateCriterion> Criteria, GateEvidence Evidence)
{
    public bool Passes => Criteria.All(criterion => criterion.Met);

    /// <summary>Each criterion that is not met, with its figures.</summary>
    public IReadOnlyList<string> Blocking => BlockingOf(null);

    /// <summary>The same of the criteria with these names; null for all.</summary>
    public IReadOnlyList<string> BlockingOf(IReadOnlyCollection<string>? names) =>
        [.. Criteria.Where(criterion => !criterion.Met && names?.Contains(criterion.Name) != false).Select(criterion => $"{criterion.Name}: {criterion.Figures}")];
}

/// <summary>One criterion of the gate.</summary>
/// <param name="Name"><c>comparisons</c>, <c>parity</c>, <c>critical</c>, <c>accepted</c>, <c>coverage</c>, <c>sampling</c>, <c>latency</c>, or <c>recall</c> where one is asked for.</param>
/// <param name="Met">Whether it is met.</param>
/// <param name="Figures">What was found and what is asked for, in words.</param>
public sealed record GateCriterion(string Name, bool Met, string Figures);
