using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Strangler.ShadowDiff.Rules;

/// <summary>
/// What numbers of one answer have to do with each other: <c>done &lt;= total</c>, <c>percent = done * 100 / total</c>. Calculated from left to right.
/// What is equal may be cut off or rounded: by less than one as a whole number, by less than a hundredth as a float.
/// </summary>
internal sealed partial class Relation
{
    private readonly string _left;
    private readonly bool _isEqual;
    private readonly string[] _right;

    private Relation(string left, bool isEqual, string[] right) => (_left, _isEqual, _right) = (left, isEqual, right);

    /// <summary>Null when the text is none.</summary>
    public static Relation? TryParse(string text) =>
        Form().Match(text) is { Success: true } found ? new(found.Groups["left"].Value, found.Groups["is"].Value == "=", found.Groups["right"].Value.Split(' ')) : null;

    /// <param name="member">The member of a name, which may be a path; null where there is none.</param>
    /// <returns>Whether it holds; not where a member is no number.</returns>
    public bool Holds(Func<string, JsonElement?> member)
    {
        var left = Number(_left, member);
        var right = Number(_right[0], member);
        for (var i = 1; i < _right.Length; i += 2)
            right = Calculated(right, _right[i], Number(_right[i + 1], member));

        return _isEqual ? Math.Abs(left - right) < Unit(member) : left <= right;
    }

    private double Unit(Func<string, JsonElement?> member) => member(_left) is { } left && left.GetRawText().Contains('.', StringComparison.Ordinal) ? 0.01 : 1;

    private static double Calculated(double left, string how, double right) => how switch
    {
        "*" => left * right,
        "/" => left / right,
        "+" => left + right,
        _ => left - right,
    };

    /// <summary>Of what is no number nothing is true.</summary>
    private static double Number(string term, Func<string, JsonElement?> member) =>
        !char.IsAsciiLetter(term[0]) ? double.Parse(term, CultureInfo.InvariantCulture)
        : member(term) is { ValueKind: JsonValueKind.Number } value && value.TryGetDouble(out var number) ? number : double.NaN;

    [GeneratedRegex(@"\A(?<left>[A-Za-z][\w/]*) (?<is><=|=) (?<right>([A-Za-z][\w/]*|\d+)( [*/+-] ([A-Za-z][\w/]*|\d+))*)\z", RegexOptions.NonBacktracking)]
    private static partial Regex Form();
}
