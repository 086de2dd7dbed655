namespace Strangler.ShadowDiff.Store;

/// <summary>Hours since 1970 in UTC, by which counts are kept.</summary>
internal static class StoreHour
{
    private const long Milliseconds = 3_600_000;

    public static long Of(DateTimeOffset time) => time.ToUnixTimeMilliseconds() / Milliseconds;

    public static DateTimeOffset Start(long hour) => DateTimeOffset.FromUnixTimeMilliseconds(hour * Milliseconds);
}
