using System.Globalization;

namespace Strangler.Services.Health;

/// <summary>Counters from <c>/proc</c>.</summary>
internal sealed class LinuxCounters : HostCounters
{
    private const int Idle = 3;
    private const int IoWait = 4;
    private const int Steal = 7; // The fields after it, guest times, are part of the user times.

    public override CpuTimes ReadCpu() => ParseCpu(File.ReadLines("/proc/stat").First());

    public override double ReadMemoryPercent() => ParseMemoryPercent(File.ReadLines("/proc/meminfo"));

    /// <summary>The line <c>cpu  user nice system idle iowait irq softirq steal …</c>.</summary>
    internal static CpuTimes ParseCpu(string line)
    {
        var times = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Skip(1).Take(Steal + 1)
            .Select(field => double.Parse(field, CultureInfo.InvariantCulture))
            .ToArray();
        var total = times.Sum();
        return new CpuTimes(total - times[Idle] - times[IoWait], total);
    }

    internal static double ParseMemoryPercent(IEnumerable<string> lines)
    {
        var kibibytes = lines
            .Select(line => line.Split([' ', ':'], StringSplitOptions.RemoveEmptyEntries))
            .Where(fields => fields is ["MemTotal" or "MemAvailable", _, ..])
            .ToDictionary(fields => fields[0], fields => double.Parse(fields[1], CultureInfo.InvariantCulture));
        return MemoryPercent(kibibytes.GetValueOrDefault("MemTotal"), kibibytes.GetValueOrDefault("MemAvailable"));
    }
}
