using System.Globalization;

namespace Strangler.Services.Machine;

/// <summary>Counters from <c>/proc</c>.</summary>
internal sealed class LinuxCounters : MachineCounters
{
    private const int Idle = 3;
    private const int IoWait = 4;
    private const int Steal = 7; // The fields after it, guest times, are part of the user times.
    private const int SocketInode = 9;
    private const string SocketLink = "socket:[";

    private static readonly string[] SocketTables = ["/proc/net/tcp", "/proc/net/tcp6", "/proc/net/udp", "/proc/net/udp6"];

    public override CpuTimes ReadCpu() => ParseCpu(File.ReadLines("/proc/stat").First());

    public override MemoryUse ReadMemory() => ParseMemory(File.ReadLines("/proc/meminfo"));

    public override DiskUse ReadDisk()
    {
        var root = new DriveInfo("/");
        return new DiskUse(root.TotalSize - root.TotalFreeSpace, root.AvailableFreeSpace);
    }

    public override int CountConnections() =>
        CountConnections(SocketTables.Where(File.Exists).SelectMany(table => File.ReadLines(table).Skip(1)), OpenLinks().ToHashSet());

    // A file that was deleted while open no longer has such a path; psutil leaves it out, too.
    public override int CountOpenFiles() => OpenLinks().Count(target => target.StartsWith('/') && IsRegularFile(target));

    /// <summary>The line <c>cpu  user nice system idle iowait irq softirq steal …</c>.</summary>
    internal static CpuTimes ParseCpu(string line)
    {
        var times = Fields(line).Skip(1).Take(Steal + 1).Select(Number).ToArray();
        var total = times.Sum();
        return new CpuTimes(total - times[Idle] - times[IoWait], total);
    }

    /// <summary>Lines like <c>MemTotal:  16000 kB</c>.</summary>
    internal static MemoryUse ParseMemory(IEnumerable<string> lines)
    {
        var bytes = lines.Select(Fields).Where(fields => fields.Length > 1).ToDictionary(fields => fields[0], fields => Number(fields[1]) * 1024);
        var (total, free) = (Of("MemTotal"), Of("MemFree"));
        var used = total - free - Of("Buffers") - Of("Cached") - Of("SReclaimable");
        return new MemoryUse(total, Of("MemAvailable"), used >= 0 ? used : total - free);

        double Of(string name) => bytes.GetValueOrDefault(name + ":");
    }

    /// <summary>How many lines of the kernel's tables belong to a socket among the <paramref name="links"/> of this process.</summary>
    internal static int CountConnections(IEnumerable<string> tableLines, IReadOnlySet<string> links) =>
        tableLines.Select(Fields).Count(fields => fields.Length > SocketInode && links.Contains($"{SocketLink}{fields[SocketInode]}]"));

    /// <summary>What the descriptors of this process point to.</summary>
    private static IEnumerable<string> OpenLinks() =>
        Directory.EnumerateFileSystemEntries("/proc/self/fd").Select(TargetOf).OfType<string>();

    /// <summary>Null for a descriptor that was closed meanwhile.</summary>
    private static string? TargetOf(string descriptor)
    {
        try
        {
            return new FileInfo(descriptor).LinkTarget;
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static bool IsRegularFile(string path) =>
        !path.StartsWith("/dev/", StringComparison.Ordinal) && !path.StartsWith("/proc/", StringComparison.Ordinal) && File.Exists(path);

    private static string[] Fields(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static double Number(string field) => double.Parse(field, CultureInfo.InvariantCulture);
}
