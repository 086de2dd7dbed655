using System.Text.RegularExpressions;

namespace Strangler.Testing.Comparison;

/// <summary>A value of the recorded installation and what stands for it here: a port, a folder, the id of a job.</summary>
/// <remarks>A number is replaced only where it stands alone: <c>1256</c> is not found in <c>17001256</c>.</remarks>
public sealed record Substitution(string Name, string Recorded, string Actual)
{
    private readonly Regex _pattern = new(
        (char.IsDigit(Recorded[0]) ? @"(?<!\d)" : "") + Regex.Escape(Recorded) + (char.IsDigit(Recorded[^1]) ? @"(?!\d)" : ""));

    public bool Changes(string text) => Recorded != Actual && _pattern.IsMatch(text);

    /// <summary>All substitutions, one after the other.</summary>
    public static string Apply(string text, IEnumerable<Substitution> substitutions) =>
        substitutions.Aggregate(text, (current, one) => one._pattern.Replace(current, one.Actual.Replace("$", "$$", StringComparison.Ordinal)));
}
