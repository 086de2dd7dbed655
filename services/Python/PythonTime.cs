using System.Globalization;

namespace Strangler.Services.Python;

/// <summary>Local times as Python's <c>datetime.now().isoformat()</c> writes them (contract 4, Q32).</summary>
internal static class PythonTime
{
    /// <summary>Local time without an offset, in microseconds; the fraction is left out when it is 0.</summary>
    public static string LocalIsoFormat(this TimeProvider time)
    {
        var now = time.GetLocalNow();
        var hasFraction = now.Ticks % TimeSpan.TicksPerSecond >= TimeSpan.TicksPerMicrosecond;
        return now.ToString(hasFraction ? "yyyy-MM-dd'T'HH:mm:ss.ffffff" : "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
    }
}
