using Strangler.CommandLine.Cases;
using Strangler.ShadowDiff.Compare;
using Strangler.ShadowDiff.Secrets;

namespace Strangler.CommandLine.Parity;

/// <summary>One case and what became of it.</summary>
/// <param name="Detail">Why it was not compared; null when it was.</param>
internal sealed record CaseResult(Case Case, CaseOutcome Outcome, string? Detail = null)
{
    /// <summary>The case's name as it may be shown: without secrets of an address.</summary>
    public string Name => SecretNames.WellKnown.OutOf(Case.Name);

    /// <summary>Its target, likewise.</summary>
    public string Target => SecretNames.WellKnown.OutOf(Case.Request.Target);

    /// <summary>Null where a side was not asked or gave no answer.</summary>
    public SideAnswer? Legacy { get; init; }

    /// <inheritdoc cref="Legacy"/>
    public SideAnswer? Modern { get; init; }

    public IReadOnlyList<FoundDivergence> Divergences { get; init; } = [];

    /// <summary>Names of the volatile rules that covered a difference.</summary>
    public IReadOnlyCollection<string> Suppressed { get; init; } = [];

    /// <summary>Names of the rules that say a difference is meant.</summary>
    public IEnumerable<string> OnPurpose => Divergences.Select(divergence => divergence.OnPurpose).OfType<string>().Distinct().Order(StringComparer.Ordinal);

    /// <summary>The first open divergence, else the first one that is meant.</summary>
    public FoundDivergence? First => Divergences.OrderBy(divergence => divergence.OnPurpose is not null).FirstOrDefault();
}
