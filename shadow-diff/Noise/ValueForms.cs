using System.Text.RegularExpressions;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Rules;

namespace Strangler.ShadowDiff.Noise;

/// <summary>Tells what both values of a difference look like.</summary>
internal static class ValueForms
{
    private static readonly Regex Timestamp = Whole("{timestamp}");
    private static readonly Regex Uuid = Whole("{uuid}");

    public static ValueForm Of(Difference difference) => difference is not { Kind: DivergenceKind.Value, Legacy: { } legacy, Modern: { } modern } ? ValueForm.Any
        : Of(new WrittenValue(difference.At.Part, legacy), new WrittenValue(difference.At.Part, modern));

    private static ValueForm Of(WrittenValue legacy, WrittenValue modern) =>
        Both(Timestamp, legacy, modern) ? ValueForm.Timestamp
        : Both(Uuid, legacy, modern) ? ValueForm.Uuid
        : ValueForm.Any;

    private static bool Both(Regex form, WrittenValue legacy, WrittenValue modern) => form.IsMatch(legacy.WithoutQuotes) && form.IsMatch(modern.WithoutQuotes);

    private static Regex Whole(string pattern) =>
        new($@"\A{NamedPatterns.Expand(pattern)}\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);
}

/// <summary>What the values at a volatile place look like; the text form is kebab-case.</summary>
internal enum ValueForm
{
    /// <summary>Nothing in common, or not looked at.</summary>
    Any,

    /// <summary>Date and time as ISO 8601 writes them.</summary>
    Timestamp,

    Uuid,
}
