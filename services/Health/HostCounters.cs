namespace Strangler.Services.Health;

/// <summary>Reads the counters behind psutil's <c>cpu_percent</c> and <c>virtual_memory().percent</c>, which legacy reports.</summary>
internal abstract class HostCounters
{
    public abstract CpuTimes ReadCpu();

    /// <summary>Memory that is not available, in percent of the total with one decimal.</summary>
    public abstract double ReadMemoryPercent();

    /// <summary>The counters of this system; zeros where they cannot be read.</summary>
    public static HostCounters ForThisSystem() =>
        OperatingSystem.IsWindows() ? new WindowsCounters()
        : OperatingSystem.IsLinux() ? new LinuxCounters()
        : new UnknownCounters();

    protected static double MemoryPercent(double total, double available) =>
        total <= 0 ? 0 : Math.Round((total - available) / total * 100, 1);

    private sealed class UnknownCounters : HostCounters
    {
        public override CpuTimes ReadCpu() => default;

        public override double ReadMemoryPercent() => 0;
    }
}
