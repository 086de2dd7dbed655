namespace Strangler.ShadowDiff.Store;

/// <summary>Hours since 1970 in UTC, by which counts are kept.</summary>
internal static class StoreHour
{
    private const long Milliseconds = 3_600_000;
    private const long OfADay = 24;

    /// <summary>How long counts by hour are kept: the longest that a window may be which looks back on them.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    public static long Of(DateTimeOffset time) => time.ToUnixTimeMilliseconds() / Milliseconds;

    public static DateTimeOffset Start(long hour) => DateTimeOffset.FromUnixTimeMilliseconds(hour * Milliseconds);

    /// <summary>The day since 1970 in UTC that the hour belongs to.</summary>
    public static long Day(long hour) => hour / OfADay;

    /// <summary>The first hour whose counts are still kept.</summary>
    public static long Oldest(DateTimeOffset now) => Of(now - Kept);
}
