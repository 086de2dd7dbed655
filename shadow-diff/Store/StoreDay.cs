namespace Strangler.ShadowDiff.Store;

/// <summary>Days since 1970 in UTC, by which latencies are kept.</summary>
internal static class StoreDay
{
    private const long Hours = 24;

    /// <param name="hour">See <see cref="StoreHour"/>.</param>
    public static long Of(long hour) => hour / Hours;
}
