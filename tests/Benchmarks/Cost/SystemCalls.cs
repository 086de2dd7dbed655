using System.Globalization;
using Strangler.Benchmarks.Proxies;

namespace Strangler.Benchmarks.Cost;

/// <summary>Counts a server's system calls by <c>strace</c>.</summary>
/// <param name="Total">Of all kinds.</param>
/// <param name="Kinds">By name, the most frequent first.</param>
internal sealed record SystemCalls(long Total, IReadOnlyList<(string Name, long Count)> Kinds)
{
    private const int Calls = 3; // the column
    private const int Columns = 5; // and one more where some have failed

    public static bool AreCounted => SystemPrograms.Find("strace") is not null;

    /// <summary>What the server called while <paramref name="load"/> ran.</summary>
    public static async Task<SystemCalls> CountAsync(ProcessTree server, string file, Func<Task> load)
    {
        using var strace = await AttachedProgram.StartAsync(
            SystemPrograms.Find("strace")!, ["-c", "-f", "-qq", "-o", file, .. server.Ids.SelectMany(id => (string[])["-p", id.ToString(CultureInfo.InvariantCulture)])]);
        await load();
        await strace.EndAsync();
        return Parse(await File.ReadAllLinesAsync(file));
    }

    /// <summary>The table that <c>strace -c</c> writes.</summary>
    internal static SystemCalls Parse(IEnumerable<string> lines)
    {
        var kinds = lines.Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(cells => cells.Length is Columns or Columns + 1 && long.TryParse(cells[Calls], CultureInfo.InvariantCulture, out _))
            .Select(cells => (Name: cells[^1], Count: long.Parse(cells[Calls], CultureInfo.InvariantCulture)))
            .Where(kind => kind.Name != "total")
            .OrderByDescending(kind => kind.Count)
            .ToList();
        return new(kinds.Sum(kind => kind.Count), kinds);
    }
}
