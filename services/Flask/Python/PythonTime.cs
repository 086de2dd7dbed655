using System.Globalization;

namespace Strangler.Services.Flask.Python;

/// <summary>Times as Python writes them (contract 4 and 5, Q32).</summary>
internal static class PythonTime
{
    // A file system may hold any time; .NET knows the years 1 to 9999, less a day for the zone.
    private static readonly long Earliest = DateTimeOffset.MinValue.AddDays(1).ToUnixTimeSeconds();
    private static readonly long Latest = DateTimeOffset.MaxValue.AddDays(-1).ToUnixTimeSeconds();

    /// <summary><c>datetime.now().isoformat()</c>: local time without an offset, in microseconds; the fraction is left out when it is 0.</summary>
    public static string LocalIsoFormat(this TimeProvider time) => time.LocalIsoFormat(time.GetUtcNow());

    /// <summary>The same for another moment.</summary>
    public static string LocalIsoFormat(this TimeProvider time, DateTimeOffset moment)
    {
        var local = TimeZoneInfo.ConvertTime(moment, time.LocalTimeZone);
        var hasFraction = local.Ticks % TimeSpan.TicksPerSecond >= TimeSpan.TicksPerMicrosecond;
        return local.ToString(hasFraction ? "yyyy-MM-dd'T'HH:mm:ss.ffffff" : "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
    }

    /// <summary>Seconds since 1970 as <c>time.time()</c> gives them.</summary>
    public static double UnixSeconds(this TimeProvider time) =>
        (double)(time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerSecond;

    /// <summary>A moment as <c>time.ctime()</c> writes it: local time, the day padded with a blank, as in <c>Sun Nov  2 22:13:40 2025</c>.</summary>
    public static string CTime(this TimeProvider time, long unixSeconds)
    {
        var moment = DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(unixSeconds, Earliest, Latest));
        var local = TimeZoneInfo.ConvertTime(moment, time.LocalTimeZone);
        return local.ToString(local.Day < 10 ? "ddd MMM  d HH:mm:ss yyyy" : "ddd MMM dd HH:mm:ss yyyy", CultureInfo.InvariantCulture);
    }
}
