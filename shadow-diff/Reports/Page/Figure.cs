using System.Globalization;

namespace Strangler.ShadowDiff.Reports.Page;

/// <summary>Figures as the page shows them.</summary>
internal static class Figure
{
    /// <summary>Rounded down: 100 % is said of nothing less.</summary>
    public static string Share(double? share) =>
        share is null ? "–" : (Math.Floor(share.Value * 10_000) / 100).ToString("0.##", CultureInfo.InvariantCulture) + " %";

    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    public static string Milliseconds(Latency? latency) =>
        latency is null ? "–" : string.Create(CultureInfo.InvariantCulture, $"{latency.P50Ms:0.0} / {latency.P95Ms:0.0} ms");

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
