namespace Strangler.Services.Machine;

/// <summary>Reads what legacy reads through psutil, by psutil's definitions. Zeros where a system has no such counter.</summary>
internal abstract class HostCounters
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
    public static HostCounters ForThisSystem() =>
        OperatingSystem.IsWindows() ? new WindowsCounters()
        : OperatingSystem.IsLinux() ? new LinuxCounters()
        : new UnknownCounters();

    private sealed class UnknownCounters : HostCounters
    {
        public override CpuTimes ReadCpu() => default;

        public override MemoryUse ReadMemory() => default;

        public override DiskUse ReadDisk() => default;

        public override int CountConnections() => 0;

        public override int CountOpenFiles() => 0;
    }
}
