using System.Globalization;

namespace Strangler.ShadowDiff.Reports;

/// <summary>A day, or a build of modern; today without either.</summary>
/// <param name="Day">In UTC; null with a build.</param>
/// <param name="Build">Null with a day.</param>
internal sealed record ChangeQuery(DateOnly? Day, string? Build)
{
    /// <summary>The arguments that say it.</summary>
    public static IReadOnlyList<string> Names { get; } = ["day", "build"];

    public const string DayForm = "yyyy-MM-dd";

    /// <summary>The query, or what is wrong with it. An argument that is empty is as good as none.</summary>
    public static (ChangeQuery? Query, string? Error) Parse(string? day, string? build, DateOnly today) => (day, build) switch
    {
        ({ Length: > 0 }, { Length: > 0 }) => (null, "Send 'day' or 'build', not both."),
        (_, { Length: > 0 }) => (new(null, build), null),
        ({ Length: > 0 }, _) when !DateOnly.TryParseExact(day, DayForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out _) =>
            (null, $"'day' is '{day}'; send one as {today:yyyy-MM-dd}."),
        ({ Length: > 0 }, _) when DateOnly.ParseExact(day, DayForm, CultureInfo.InvariantCulture) is var asked =>
            asked > today || asked == DateOnly.MinValue ? (null, $"'day' is {day}; today is {today:yyyy-MM-dd} (UTC).") : (new(asked, null), null),
        _ => (new(today, null), null),
    };
}
