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
        ledger.Legacy.Record(legacy);
        ledger.Modern.Record(modern);
        ledger.Count(outcome);
        metrics.Compared(route, outcome);
    }
}
