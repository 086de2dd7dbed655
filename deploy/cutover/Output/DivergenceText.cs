using Strangler.ShadowDiff.Compare;

namespace Strangler.CommandLine.Output;

/// <summary>A divergence in one line: where, in what way, both values.</summary>
internal static class DivergenceText
{
    private const int LongestValue = 80;

    public static string Of(FoundDivergence divergence)
    {
        var purpose = divergence.OnPurpose is { } rule ? $" (differs on purpose: {rule})" : "";
        return $"{divergence.Path}, {divergence.Kind}: {Value(divergence.LegacyValue)} > {Value(divergence.ModernValue)}{purpose}";
    }

    private static string Value(string? value) => value is null ? "nothing" : Cell.Brief(value, LongestValue);
}
