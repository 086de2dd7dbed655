using Strangler.ShadowDiff.Capture;
using Strangler.ShadowDiff.Compare;
using Strangler.ShadowDiff.Rules;

namespace Strangler.ShadowDiff.Store;

/// <summary>The counts and latencies of one route.</summary>
internal sealed class RouteLedger(string route)
{
    private static readonly int Outcomes = Enum.GetValues<Outcome>().Length;

    /// <summary>The text form of each place in the counts: outcomes, then reasons.</summary>
    public static readonly string[] Names = [.. KebabName<Outcome>.All, .. KebabName<UncomparedReason>.All];

    private readonly long[] _counts = new long[Names.Length];
    private readonly Lock _lock = new();
    private (LatencyRecord Legacy, LatencyRecord Modern)? _unwritten;

    public string Route { get; } = route;

    /// <summary>Latency of compared exchanges since the database was made, paired: both sides have one entry for each.</summary>
    public LatencyRecord Legacy { get; } = new();

    public LatencyRecord Modern { get; } = new();

    public void Count(Outcome outcome) => Interlocked.Increment(ref _counts[(int)outcome]);

    public void Count(UncomparedReason reason) => Interlocked.Increment(ref _counts[Outcomes + (int)reason]);

    /// <summary>Takes up what an earlier run had counted.</summary>
    public void Add(string name, long count)
    {
        var place = Array.IndexOf(Names, name);
        if (place >= 0)
        {
            Interlocked.Add(ref _counts[place], count);
        }
    }

    public long Of(Outcome outcome) => Interlocked.Read(ref _counts[(int)outcome]);

    public long Of(UncomparedReason reason) => Interlocked.Read(ref _counts[Outcomes + (int)reason]);

    /// <summary>Records what both sides took for a compared exchange: in the whole, and for the writer to add to the day.</summary>
    public void Record(TimeSpan legacy, TimeSpan modern)
    {
        Legacy.Record(legacy);
        Modern.Record(modern);
        lock (_lock)
        {
            var (unwrittenLegacy, unwrittenModern) = _unwritten ??= (new(), new());
            unwrittenLegacy.Record(legacy);
            unwrittenModern.Record(modern);
        }
    }

    /// <summary>Takes up what an earlier run had measured.</summary>
    public void Load(string side, byte[] histogram) => (side == KebabName<Side>.Of(Side.Legacy) ? Legacy : Modern).Load(histogram);

    /// <summary>What was recorded since the last call; null when that is nothing.</summary>
    public UnwrittenLatency? TakeUnwritten()
    {
        lock (_lock)
        {
            var taken = _unwritten;
            _unwritten = null;
            return taken is var (legacy, modern) ? new(Route, legacy.Save(), modern.Save()) : null;
        }
    }

    /// <summary>Keeps for the next time what could not be written.</summary>
    public void Return(UnwrittenLatency latency)
    {
        lock (_lock)
        {
            var (legacy, modern) = _unwritten ??= (new(), new());
            legacy.Load(latency.Legacy);
            modern.Load(latency.Modern);
        }
    }

    /// <summary>All counts at this moment, in the order of <see cref="Names"/>.</summary>
    public long[] Snapshot()
    {
        var copy = new long[_counts.Length];
        for (var i = 0; i < copy.Length; i++)
        {
            copy[i] = Interlocked.Read(ref _counts[i]);
        }

        return copy;
    }
}
