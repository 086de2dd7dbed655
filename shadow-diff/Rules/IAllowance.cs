using System.Text.Json;
using System.Text.RegularExpressions;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Rules;

/// <summary>Which pairs of values a rule lets pass.</summary>
internal interface IAllowance
{
    bool Covers(Difference difference, RuledExchange exchange);
}

/// <summary>What allowances that need two values of one type have in common.</summary>
internal static class ValuePair
{
    /// <summary>Both values of a difference in a value; null for any other difference.</summary>
    public static (WrittenValue Legacy, WrittenValue Modern)? Of(Difference difference) =>
        difference is { Kind: DivergenceKind.Value or DivergenceKind.Text or DivergenceKind.Shape, Legacy: { } legacy, Modern: { } modern }
            ? (new(difference.At.Part, legacy), new(difference.At.Part, modern))
            : null;
}

/// <summary>Lets values pass that are equal once each path of legacy's installation is read as modern's.</summary>
internal sealed record MappedAllowance(string LegacyPrefix, string ModernPrefix) : IAllowance
{
    public bool Covers(Difference difference, RuledExchange exchange) => ValuePair.Of(difference) is var (legacy, modern)
        && legacy.Text.Replace(LegacyPrefix, ModernPrefix, StringComparison.Ordinal) == modern.Text;
}

/// <summary>
/// Lets values pass that match a regular expression as a whole. What one side alone has, and a change of type, pass only under a rule that
/// names that kind, and are matched as JSON writes them; a side that has nothing there has nothing to match.
/// </summary>
/// <param name="Legacy">What legacy's value must match; null for any value. Made when it is first needed: each takes up to a megabyte.</param>
/// <param name="Modern">The same for modern's value.</param>
/// <param name="NamesKinds">Whether the rule names the kinds that it covers.</param>
/// <param name="IsOfEmptied">Only what one side has in an object that is empty on the other.</param>
internal sealed record PatternAllowance(Lazy<Regex>? Legacy, Lazy<Regex>? Modern, bool NamesKinds, bool IsOfEmptied) : IAllowance
{
    public bool Covers(Difference difference, RuledExchange exchange) => IsJudged(difference) && (!IsOfEmptied || IsInEmptied(difference, exchange))
        && Matches(Legacy, difference, difference.Legacy) && Matches(Modern, difference, difference.Modern);

    private bool IsJudged(Difference difference) => difference.Kind switch
    {
        DivergenceKind.Value or DivergenceKind.Text => difference is { Legacy: not null, Modern: not null },
        DivergenceKind.Missing or DivergenceKind.Extra or DivergenceKind.NullOrMissing or DivergenceKind.Type or DivergenceKind.Shape => NamesKinds,
        _ => false,
    };

    private static bool IsInEmptied(Difference difference, RuledExchange exchange)
    {
        var lacking = difference.Kind == DivergenceKind.Missing ? Side.Modern : Side.Legacy;
        return difference.At.Path is { Length: > 0 } path
            && RuledExchange.At(exchange.Body(lacking), path.AsSpan(0, path.LastIndexOf('/'))) is { ValueKind: JsonValueKind.Object } members && members.GetPropertyCount() == 0;
    }

    /// <summary>A text stands for its value, without quotes, where the other side has a text too; else it is told from a number by them.</summary>
    private static bool Matches(Lazy<Regex>? pattern, Difference difference, string? written) => pattern is null || written is null
        || pattern.Value.IsMatch(difference.Kind is DivergenceKind.Value or DivergenceKind.Text or DivergenceKind.Shape ? new WrittenValue(difference.At.Part, written).WithoutQuotes : written);
}
