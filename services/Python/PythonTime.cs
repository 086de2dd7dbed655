using System.Globalization;

namespace Strangler.Services.Python;

/// <summary>Local times as Python's <c>datetime.now().isoformat()</c> writes them (contract 4, Q32).</summary>
internal static class PythonTime
{
    /// <summary>Local time without an offset, in microseconds; the fraction is left out when it is 0.</summary>
    public static string LocalIsoFormat(this TimeProvider time) => time.LocalIsoFormat(time.GetUtcNow());

    /// <summary>The same of another moment.</summary>
    public static string LocalIsoFormat(this TimeProvider time, DateTimeOffset moment)
    {
        var local = TimeZoneInfo.ConvertTime(moment, time.LocalTimeZone);
        var hasFraction = local.Ticks % TimeSpan.TicksPerSecond >= TimeSpan.TicksPerMicrosecond;
        return local.ToString(hasFraction ? "yyyy-MM-dd'T'HH:mm:ss.ffffff" : "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
    }

    /// <summary>Seconds since 1970 with their fraction, as Python's <c>time.time()</c>.</summary>
    public static double UnixSeconds(this TimeProvider time) => (double)(time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerSecond;
}
