using System.Diagnostics;

namespace Strangler.Benchmarks.Sockets;

/// <summary>What a running process holds: memory, and descriptors where the system tells them (Linux).</summary>
internal sealed class ObservedProcess(int id)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Open files and sockets without the libraries of the program and their symbols, which are opened as they are needed; none where that is
    /// not known.
    /// </summary>
    public IReadOnlyList<string> Descriptors => Directory.Exists($"/proc/{id}/fd")
        ? [.. Directory.GetFileSystemEntries($"/proc/{id}/fd").Select(TargetOf).Where(target => Path.GetExtension(target) is not (".dll" or ".pdb"))]
        : [];

    /// <summary>Its resident memory.</summary>
    public double Mebibytes
    {
        get
        {
            using var process = Process.GetProcessById(id);
            return process.WorkingSet64 / (1024.0 * 1024);
        }
    }

    /// <summary>Its memory every five seconds, at least once.</summary>
    public async Task<List<double>> SampleAsync(TimeSpan time)
    {
        var samples = new List<double>();
        var started = Stopwatch.GetTimestamp();
        do
        {
            await Task.Delay(Interval, TimeProvider.System, CancellationToken.None);
            samples.Add(Mebibytes);
        }
        while (Stopwatch.GetElapsedTime(started) < time);
        return samples;
    }

    /// <summary>Its descriptors once there are no more than so many, or after a minute.</summary>
    public async Task<IReadOnlyList<string>> DescriptorsOnceAtMostAsync(int most)
    {
        var started = Stopwatch.GetTimestamp();
        while (Descriptors.Count > most && Stopwatch.GetElapsedTime(started) < Patience)
            await Task.Delay(Pause, TimeProvider.System, CancellationToken.None);
        return Descriptors;
    }

    /// <summary>The file; of what is none its kind, such as <c>socket:</c>.</summary>
    private static string TargetOf(string descriptor)
    {
        var target = new FileInfo(descriptor).LinkTarget ?? "closed meanwhile";
        return target.StartsWith('/') ? target : target[..(target.IndexOf('[', StringComparison.Ordinal) is > 0 and var bracket ? bracket : target.Length)];
    }
}
