using System.Diagnostics;
using System.Globalization;

namespace Strangler.Benchmarks;

/// <summary>A process with those that it started, such as the workers of nginx: what they have taken so far.</summary>
internal sealed class ProcessTree(int id)
{
    /// <summary>Its numbers, the first one's first. Children are known on Linux only.</summary>
    public IReadOnlyList<int> Ids => [id, .. Children(id)];

    /// <summary>Processor time of all.</summary>
    public TimeSpan Processor => Sum(process => process.TotalProcessorTime);

    /// <summary>Resident memory of all; pages that they share count for each.</summary>
    public double Mebibytes => Sum(process => process.WorkingSet64) / (1024.0 * 1024);

    /// <summary>How often one of their threads has given up a processor or had to; null where the system does not tell.</summary>
    public long? Switches => OperatingSystem.IsLinux() ? Ids.Sum(SwitchesOf) : null;

    private static long SwitchesOf(int process)
    {
        var sum = 0L;
        foreach (var thread in Directory.EnumerateDirectories($"/proc/{process}/task"))
        {
            try
            {
                sum += File.ReadLines(Path.Combine(thread, "status")).Where(line => line.Contains("ctxt_switches", StringComparison.Ordinal))
                    .Sum(line => long.Parse(line.AsSpan(line.IndexOf(':', StringComparison.Ordinal) + 1), CultureInfo.InvariantCulture));
            }
            catch (IOException)
            {
                // The thread has ended; what it had counted is gone with it.
            }
        }

        return sum;
    }

    private static IEnumerable<int> Children(int process)
    {
        var path = $"/proc/{process}/task/{process}/children";
        return File.Exists(path)
            ? File.ReadAllText(path).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(child => int.Parse(child, CultureInfo.InvariantCulture)).SelectMany(child => Children(child).Prepend(child))
            : [];
    }

    private TimeSpan Sum(Func<Process, TimeSpan> figure) => TimeSpan.FromTicks((long)Sum(process => (double)figure(process).Ticks));

    private double Sum(Func<Process, double> figure)
    {
        var sum = 0.0;
        foreach (var one in Ids)
        {
            using var process = Process.GetProcessById(one);
            sum += figure(process);
        }

        return sum;
    }
}
