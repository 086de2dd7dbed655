namespace Strangler.Services.Machine;

/// <summary>Processor time of the host since its start, in any unit.</summary>
internal readonly record struct CpuTimes(double Busy, double Total)
{
    /// <summary>Share of the time since <paramref name="earlier"/> that was not idle, in percent with one decimal; 0 without any time.</summary>
    public double PercentSince(CpuTimes earlier)
    {
        var total = Total - earlier.Total;
        return total <= 0 ? 0 : Math.Round(Math.Clamp((Busy - earlier.Busy) / total, 0, 1) * 100, 1);
    }
}
