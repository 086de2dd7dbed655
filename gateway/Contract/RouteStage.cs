using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Strangler.Contract;

/// <summary>Where a route is: a stage, and at canary how many of the clients modern answers. As a text: <c>live</c>, <c>canary 5 %</c>.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Percentage">At canary what <see cref="IsPercentage"/> allows; else null.</param>
public readonly record struct RouteStage(Stage Stage, decimal? Percentage = null)
{
    /// <summary>The bounds of a percentage, for messages. Below and above them there are the stages shadow and live.</summary>
    public const string Percentages = "a number from 0.01 to 99.99 with at most two decimals";

    private const string Unit = " %";

    /// <summary>So many characters of a number are a decimal to the last digit; of more it would be rounded.</summary>
    private const int LongestNumber = 28;

    /// <summary>Whether a canary may have this percentage.</summary>
    public static bool IsPercentage(decimal value) => value is >= 0.01m and <= 99.99m && decimal.Round(value, 2) == value;

    /// <summary>Reads a percentage as people write it, with a percent sign or without.</summary>
    public static bool TryParsePercentage(string text, out decimal percentage) =>
        TryParse(text.TrimEnd('%').TrimEnd(), NumberStyles.AllowDecimalPoint, out percentage);

    /// <summary>Reads a percentage as JSON writes a number.</summary>
    internal static bool TryParseNumber(string json, out decimal percentage) => TryParse(json, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, out percentage);

    /// <summary>Makes one of a stage's name and a percentage.</summary>
    /// <param name="name">One of <see cref="StageNames.All"/>.</param>
    /// <param name="percentage">Needed at canary, and only there.</param>
    /// <param name="stage">What they make.</param>
    /// <param name="fault">Why they make none, as a sentence.</param>
    public static bool TryMake(string? name, decimal? percentage, out RouteStage stage, [NotNullWhen(false)] out string? fault)
    {
        fault = !StageNames.TryParse(name, out var known) ? $"'{name}' is no stage; use one of {string.Join(", ", StageNames.All)}."
            : known == Stage.Canary && percentage is null ? $"canary needs a percentage: {Percentages}."
            : known != Stage.Canary && percentage is not null ? $"Only canary has a percentage; {name} has none."
            : percentage is { } value && !IsPercentage(value) ? $"{Text(value)} is no percentage of a canary; give {Percentages}."
            : null;
        stage = new(known, percentage);
        return fault is null;
    }

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    public static bool TryParse(string? text, out RouteStage stage)
    {
        var space = text?.IndexOf(' ', StringComparison.Ordinal) ?? -1;
        if (space < 0)
            return TryMake(text, null, out stage, out _);

        stage = default;
        return text!.EndsWith(Unit, StringComparison.Ordinal) && TryParsePercentage(text[(space + 1)..], out var percentage) && TryMake(text[..space], percentage, out stage, out _);
    }

    /// <summary>Whether modern answers more than at <paramref name="other"/>, or is nearer to it.</summary>
    public bool IsFurtherThan(RouteStage other) => (Stage, Percentage ?? 0).CompareTo((other.Stage, other.Percentage ?? 0)) > 0;

    private static bool TryParse(string text, NumberStyles styles, out decimal percentage) =>
        decimal.TryParse(text, styles, CultureInfo.InvariantCulture, out percentage) && text.Length <= LongestNumber && IsPercentage(percentage);

    /// <inheritdoc/>
    public override string ToString() => Shown(Stage.Name(), Percentage);

    /// <summary>The same of a stage's name.</summary>
    public static string Shown(string name, decimal? percentage) => percentage is { } value ? $"{name} {Text(value)}{Unit}" : name;

    /// <summary>A percentage as it is written everywhere: without zeros at its end.</summary>
    public static string Text(decimal percentage) => percentage.ToString("0.##########", CultureInfo.InvariantCulture);
}
