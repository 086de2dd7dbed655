using System.Globalization;

namespace Strangler.Services.Python;

/// <summary>Times as Python's <c>datetime.now().isoformat()</c> and <c>time.time()</c> give them (contract 4, Q32).</summary>
internal static class PythonTime
{
    /// <summary>Local time without an offset, in microseconds; the fraction is left out when it is 0.</summary>
    public static string LocalIsoFormat(this TimeProvider time)
    {
        var now = time.GetLocalNow();
        var hasFraction = now.Ticks % TimeSpan.TicksPerSecond >= TimeSpan.TicksPerMicrosecond;
        return now.ToString(hasFraction ? "yyyy-MM-dd'T'HH:mm:ss.ffffff" : "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
    }

    /// <summary>Unix time in seconds.</summary>
    public static double UnixSeconds(this TimeProvider time) => (time.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds;
}
