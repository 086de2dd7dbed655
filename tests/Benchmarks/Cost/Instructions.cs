using System.Globalization;
using Strangler.Benchmarks.Proxies;

namespace Strangler.Benchmarks.Cost;

/// <summary>Counts a server's instructions by <c>perf</c>, where the processor's counters can be had: in many virtual machines they cannot.</summary>
internal static class Instructions
{
    public static bool AreCounted => SystemPrograms.Find("perf") is not null;

    /// <summary>What the server executed while <paramref name="load"/> ran; null where the counters are not there.</summary>
    public static async Task<double?> CountAsync(ProcessTree server, Func<Task> load)
    {
        using var perf = await AttachedProgram.StartAsync(SystemPrograms.Find("perf")!, ["stat", "-x", ",", "-e", "instructions", "-p", string.Join(',', server.Ids)]);
        await load();
        return Parse(await perf.EndAsync());
    }

    /// <summary>The line that <c>perf stat -x ,</c> writes.</summary>
    internal static double? Parse(string output)
    {
        var line = output.Split('\n').FirstOrDefault(line => line.Contains("instructions", StringComparison.Ordinal));
        return double.TryParse(line?.Split(',')[0], CultureInfo.InvariantCulture, out var count) ? count : null;
    }
}
