using Strangler.ShadowDiff.Faults;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Shape;
using Strangler.ShadowDiff.Triage;

namespace Strangler.ShadowDiff.Trials;

/// <summary>The faults of those answers of a route that their owner alone can give. Safe to use from several threads.</summary>
internal sealed class ShapeTrial(string route, TrialPlan plan, ShapeCheck shape, TriageStates triage)
{
    /// <summary>Answers that are looked at for places of faults.</summary>
    private const int MostAnswers = 2_000;

    private readonly Lock _lock = new();
    private readonly FaultChoice _choice = new(plan, route);
    private readonly Dictionary<string, SeededFault> _faults = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Divergence> _alarms = new(StringComparer.Ordinal);
    private long _exchanges;

    /// <summary>Judges the answer with each fault in it, as the next of its job; those before it count as they were. What is not known well enough to be judged as it is, is not altered.</summary>
    public void Judge(CapturedExchange exchange)
    {
        lock (_lock)
        {
            if (shape.Judge(exchange, exchange.Response with { }).Comparison is not { } untouched)
                return;

            _exchanges++;
            foreach (var divergence in untouched.Open.Where(divergence => triage.Stands(divergence.Fingerprint)))
                _alarms.TryAdd(divergence.Fingerprint, divergence);

            var parts = new AnswerParts(exchange.Response, new Lazy<IReadOnlyDictionary<string, string>>(() => shape.Expected(exchange)));
            if (_exchanges <= MostAnswers)
                _choice.Seed(FaultSite.In(parts, Side.Modern, plan), _faults, site => new(site, plan, passingSightings: 1));

            var client = RouteTrial.ClientOf(exchange.Request);
            foreach (var fault in _faults.Values.Where(fault => fault.FoundAs is null))
            {
                if (fault.In(parts, client) is not { } altered)
                    continue;

                var (pair, judged) = shape.Judge(exchange, altered);
                if (judged is null)
                    fault.NoteUnjudged("too little is known");
                else if (!fault.IsAsLegacy(judged, untouched))
                    fault.Note(pair, judged, untouched, triage.Stands);
            }
        }
    }

    public TrialRoute Report()
    {
        lock (_lock)
        {
            return TrialRoute.Of(route, byShape: true, _exchanges, [.. _faults.Values.Where(fault => fault.Shown > 0)], [.. _alarms.Values]);
        }
    }
}
