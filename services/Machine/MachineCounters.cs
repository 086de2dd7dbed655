namespace Strangler.Services.Machine;

/// <summary>Reads what legacy reads through psutil, by psutil's definitions. Where a system has no such counter, it is 0.</summary>
internal abstract class MachineCounters
{
    /// <summary>Behind <c>cpu_percent()</c>.</summary>
    public abstract CpuTimes ReadCpu();

    /// <summary><c>virtual_memory()</c>.</summary>
    public abstract MemoryUse ReadMemory();

    /// <summary><c>disk_usage("/")</c>; on Windows that of the system's drive.</summary>
    public abstract DiskUse ReadDisk();

    /// <summary>Internet sockets of this process, those that listen included: <c>Process().connections()</c>.</summary>
    public abstract int CountConnections();

    /// <summary>Files that this process has open: <c>Process().open_files()</c>.</summary>
    public abstract int CountOpenFiles();

    /// <summary>The counters of this system; zeros where they cannot be read.</summary>
    public static MachineCounters ForThisSystem() =>
        OperatingSystem.IsWindows() ? new WindowsCounters()
        : OperatingSystem.IsLinux() ? new LinuxCounters()
        : new UnknownCounters();

    private sealed class UnknownCounters : MachineCounters
    {
        public override CpuTimes ReadCpu() => default;

        public override MemoryUse ReadMemory() => default;

        public override DiskUse ReadDisk() => default;

        public override int CountConnections() => 0;

        public override int CountOpenFiles() => 0;
    }
}

/// <summary>Processor time of the machine since its start, in any unit.</summary>
internal readonly record struct CpuTimes(double Busy, double Total)
{
    /// <summary>Share of the time since <paramref name="earlier"/> that was not idle, in percent with one decimal; 0 if no time has passed.</summary>
    public double PercentSince(CpuTimes earlier)
    {
        var total = Total - earlier.Total;
        return total <= 0 ? 0 : Math.Round(Math.Clamp((Busy - earlier.Busy) / total, 0, 1) * 100, 1);
    }
}

/// <summary>Memory of the machine in bytes. Used and available memory need not add up to the total: caches are neither.</summary>
internal readonly record struct MemoryUse(double Total, double Available, double Used)
{
    /// <summary>Memory that is not available, in percent of the total with one decimal; 0 if there is none.</summary>
    public double Percent => Total <= 0 ? 0 : Math.Round((Total - Available) / Total * 100, 1);
}

/// <summary>Space of a file system in bytes; space reserved for root counts as neither used nor free.</summary>
internal readonly record struct DiskUse(double Used, double Free)
{
    /// <summary>What is used, in percent with one decimal; 0 if there is no space.</summary>
    public double Percent => Used + Free <= 0 ? 0 : Math.Round(Used / (Used + Free) * 100, 1);
}
