using System.Collections.Concurrent;
using Strangler.ShadowDiff.Capture;
using Strangler.ShadowDiff.Compare;

namespace Strangler.ShadowDiff.Store;

/// <summary>
/// Counts what became of every eligible exchange, in memory; the writer carries the counts to the database.
/// "Eligible" is never counted by itself: it is the sum of all outcomes, so that coverage adds up by construction.
/// </summary>
internal sealed class CoverageLedger(ShadowMetrics metrics)
{
    private readonly ConcurrentDictionary<string, RouteLedger> _routes = new(StringComparer.Ordinal);

    public IEnumerable<RouteLedger> Routes => _routes.Values;

    public RouteLedger For(string route) => _routes.GetOrAdd(route, static name => new RouteLedger(name));

    /// <summary>The latencies that are in no database yet, of the routes that have some.</summary>
    public IReadOnlyList<UnwrittenLatency> TakeLatencies() => [.. _routes.Values.Select(route => route.Latency.Take()).OfType<UnwrittenLatency>()];

    /// <summary>Keeps for the next time what could not be written.</summary>
    public void Return(IReadOnlyList<UnwrittenLatency> latencies)
    {
        foreach (var latency in latencies)
        {
            For(latency.Route).Latency.Return(latency);
        }
    }

    /// <summary>Counts an exchange that was not compared; one that was only mirrored was never to be compared and is in no count.</summary>
    public void Uncompared(ShadowPlan plan, UncomparedReason reason)
    {
        if (plan.Compare)
        {
            For(plan.Route).Count(reason);
            metrics.Uncompared(plan.Route, reason);
        }
    }

    public void Compared(string route, Outcome outcome, TimeSpan legacy, TimeSpan modern)
    {
        var ledger = For(route);
        ledger.Latency.Record(legacy, modern);
        ledger.Count(outcome);
        metrics.Compared(route, outcome);
    }
}
