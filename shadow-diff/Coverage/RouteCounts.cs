using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Coverage;

/// <summary>The counts and latencies of one route.</summary>
internal sealed class RouteCounts(string route)
{
    private static readonly int Outcomes = Enum.GetValues<Outcome>().Length;
    private static readonly int Judgements = Outcomes + Enum.GetValues<UncomparedReason>().Length;

    /// <summary>The text form of each place in the counts: outcomes, then reasons, then what was pinned.</summary>
    public static readonly string[] Names = [.. KebabName<Outcome>.All, .. KebabName<UncomparedReason>.All, .. PinnedCount.Names];

    private readonly long[] _counts = new long[Names.Length];

    public string Route { get; } = route;

    public RouteLatency Latency { get; } = new(route);

    public void Count(Outcome outcome) => Interlocked.Increment(ref _counts[(int)outcome]);

    public void Count(UncomparedReason reason) => Interlocked.Increment(ref _counts[Outcomes + (int)reason]);

    public void Count(Side answered, ShapeOutcome outcome) => Interlocked.Increment(ref _counts[Judgements + PinnedCount.IndexOf(answered, outcome)]);

    /// <summary>Takes up what an earlier run had counted.</summary>
    public void Add(string name, long count)
    {
        var place = Array.IndexOf(Names, name);
        if (place >= 0)
            Interlocked.Add(ref _counts[place], count);
    }

    public long Of(Outcome outcome) => Interlocked.Read(ref _counts[(int)outcome]);

    public long Of(UncomparedReason reason) => Interlocked.Read(ref _counts[Outcomes + (int)reason]);

    public long Of(Side answered, ShapeOutcome outcome) => Interlocked.Read(ref _counts[Judgements + PinnedCount.IndexOf(answered, outcome)]);

    /// <summary>All counts at this moment, in the order of <see cref="Names"/>.</summary>
    public long[] Snapshot()
    {
        var copy = new long[_counts.Length];
        for (var i = 0; i < copy.Length; i++)
            copy[i] = Interlocked.Read(ref _counts[i]);

        return copy;
    }
}
