using System.Globalization;

namespace Strangler.ShadowDiff.Rules;

/// <summary>Lets numbers or times pass that are close to each other.</summary>
/// <param name="Absolute">Largest distance of two numbers; null for none.</param>
/// <param name="Relative">Largest distance as a share of the greater of the two; null for none.</param>
/// <param name="Seconds">Largest distance of two times; null when numbers are meant.</param>
internal sealed record ToleranceAllowance(double? Absolute, double? Relative, double? Seconds) : IAllowance
{
    /// <summary>ISO 8601 and the date of RFC 9110 5.6.7.</summary>
    private static readonly string[] TimeFormats = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd' 'HH:mm:ss.FFFFFFFK", "r"];

    public bool Covers(WrittenValue legacy, WrittenValue modern) =>
        Seconds is { } seconds ? AreClose(legacy, modern, seconds) : Number(legacy) is { } left && Number(modern) is { } right && AreClose(left, right);

    private bool AreClose(double left, double right)
    {
        var distance = Math.Abs(left - right);
        return distance <= Absolute || distance <= Relative * Math.Max(Math.Abs(left), Math.Abs(right));
    }

    /// <summary>A time with an offset is another form than one without.</summary>
    private static bool AreClose(WrittenValue legacy, WrittenValue modern, double seconds) =>
        Time(legacy) is { } from && Time(modern) is { } to
        && (from.Kind == DateTimeKind.Unspecified) == (to.Kind == DateTimeKind.Unspecified)
        && Math.Abs((from - to).TotalSeconds) <= seconds;

    private static double? Number(WrittenValue value) =>
        double.TryParse(value.Written, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    private static DateTime? Time(WrittenValue value) =>
        DateTime.TryParseExact(value.WithoutQuotes, TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var time) ? time : null;
}
