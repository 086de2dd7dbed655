using System.Collections.Concurrent;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Coverage;

/// <summary>
/// Counts what became of every eligible exchange, in memory; <see cref="CoverageStore"/> carries the counts to the database.
/// "Eligible" is never counted by itself: it is the sum of all outcomes, so that coverage adds up by construction.
/// </summary>
internal sealed class CoverageCounts(CoverageMetrics metrics)
{
    private readonly ConcurrentDictionary<string, RouteCounts> _routes = new(StringComparer.Ordinal);

    public IEnumerable<RouteCounts> Routes => _routes.Values;

    public RouteCounts For(string route) => _routes.GetOrAdd(route, static name => new RouteCounts(name));

    /// <summary>The latencies that are in no database yet, of the routes that have some.</summary>
    public IReadOnlyList<UnwrittenLatency> TakeLatencies() => [.. _routes.Values.Select(route => route.Latency.Take()).OfType<UnwrittenLatency>()];

    /// <summary>Forgets the latencies that were in a database which is no more.</summary>
    public void ForgetLatencies()
    {
        foreach (var route in _routes.Values)
            route.Latency.Forget();
    }

    /// <summary>Keeps for the next time what could not be written.</summary>
    public void Return(IReadOnlyList<UnwrittenLatency> latencies)
    {
        foreach (var latency in latencies)
            For(latency.Route).Latency.Return(latency);
    }

    /// <summary>Counts an exchange that was not compared; one that was only mirrored was never to be compared and is in no count.</summary>
    public void Uncompared(ShadowPlan plan, UncomparedReason reason)
    {
        if (plan.IsCounted)
        {
            For(plan.Route).Count(reason);
            metrics.Uncompared(plan.Route, reason);
        }
    }

    /// <summary>Counts an exchange that one side alone can answer.</summary>
    /// <param name="route">Its route.</param>
    /// <param name="answered">The side.</param>
    /// <param name="outcome">How its answer was judged.</param>
    /// <param name="duration">How long the client waited; null where nobody did.</param>
    public void Pinned(string route, Side answered, ShapeOutcome outcome, TimeSpan? duration)
    {
        var counts = For(route);
        if (duration is { } waited)
            counts.Latency.Record(answered, waited);
        counts.Count(answered, outcome);
        metrics.Pinned(route, answered, outcome);
    }

    public void Compared(string route, Outcome outcome, TimeSpan legacy, TimeSpan modern)
    {
        var counts = For(route);
        counts.Latency.Record(legacy, modern);
        counts.Count(outcome);
        metrics.Compared(route, outcome);
    }
}
