using System.Globalization;

namespace Strangler.ShadowDiff.Reports;

/// <summary>Figures as the pages show them.</summary>
public static class Figure
{
    private const string None = "–";

    /// <summary>Rounded down, so that only all of it is 100 %.</summary>
    public static string Share(double? share) =>
        share is null ? None : (Math.Floor(share.Value * 10_000) / 100).ToString("0.##", CultureInfo.InvariantCulture) + " %";

    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>How often something was seen.</summary>
    public static string Times(long count) => count == 1 ? "once" : $"{Count(count)} times";

    public static string Milliseconds(double? milliseconds) => milliseconds is { } value ? value.ToString("0.0", CultureInfo.InvariantCulture) : None;

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
