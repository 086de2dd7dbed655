using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Coverage;

/// <summary>Latency of a route's exchanges. Of compared ones it is paired: both sides have one entry for each; a pinned one has an entry of the side that answered.</summary>
internal sealed class RouteLatency(string route)
{
    private readonly Lock _lock = new();
    private (LatencyRecord Legacy, LatencyRecord Modern)? _unwritten;

    /// <summary>Since the database was made.</summary>
    public LatencyRecord Legacy { get; } = new();

    /// <summary>Since the database was made.</summary>
    public LatencyRecord Modern { get; } = new();

    /// <summary>Records what both sides took: in the whole, and for the writer to add to the day.</summary>
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

    /// <summary>As <see cref="Record(TimeSpan, TimeSpan)"/>, of one side alone.</summary>
    public void Record(Side side, TimeSpan duration)
    {
        (side == Side.Legacy ? Legacy : Modern).Record(duration);
        lock (_lock)
        {
            var (legacy, modern) = _unwritten ??= (new(), new());
            (side == Side.Legacy ? legacy : modern).Record(duration);
        }
    }

    /// <summary>Takes up what the database holds already.</summary>
    public void Load(string side, byte[] histogram) => (side == KebabName<Side>.Of(Side.Legacy) ? Legacy : Modern).Load(histogram);

    /// <summary>Forgets all but what is not written yet.</summary>
    public void Forget()
    {
        lock (_lock)
        {
            Legacy.Clear();
            Modern.Clear();
            if (_unwritten is var (legacy, modern))
            {
                Legacy.Load(legacy.Save());
                Modern.Load(modern.Save());
            }
        }
    }

    /// <summary>What was recorded since the last call; null when that is nothing.</summary>
    public UnwrittenLatency? Take()
    {
        lock (_lock)
        {
            var taken = _unwritten;
            _unwritten = null;
            return taken is var (legacy, modern) ? new(route, legacy.Save(), modern.Save()) : null;
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
}

/// <summary>What a route's exchanges have taken since the last write. As <see cref="LatencyRecord.Save"/> gives it.</summary>
internal sealed record UnwrittenLatency(string Route, byte[] Legacy, byte[] Modern);
