namespace Strangler.ShadowDiff.Model;

/// <summary>Tells divergences that break clients from those that may not.</summary>
internal static class Severity
{
    private static readonly string[] CriticalKinds =
    [
        KebabName<DivergenceKind>.Of(DivergenceKind.Type), KebabName<DivergenceKind>.Of(DivergenceKind.Exception), KebabName<DivergenceKind>.Of(DivergenceKind.InvalidJson),
    ];

    /// <summary>A change of status or of a value's type; modern throwing, or answering JSON with something else, is both.</summary>
    public static bool IsCritical(string kind, string at) => at == Location.Status.ToString() || CriticalKinds.Contains(kind);

    /// <inheritdoc cref="IsCritical(string, string)"/>
    public static bool IsCritical(Divergence divergence) => IsCritical(KebabName<DivergenceKind>.Of(divergence.Difference.Kind), divergence.At);
}
