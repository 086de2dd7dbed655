using Strangler.ShadowDiff.Compare;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Noise;
using Strangler.ShadowDiff.Processing;
using Strangler.ShadowDiff.Triage;

namespace Strangler.ShadowDiff.Trials;

/// <summary>The faults of one route. Each shows in the same exchanges, one at a time. Safe to use from several threads.</summary>
internal sealed class RouteTrial(string route, TrialPlan plan, int passingSightings, ResponseComparison comparer, LearnedNoise noise, TriageStates triage)
{
    /// <summary>Requests that are looked at for places of faults.</summary>
    private const int MostRequests = 2_000;

    private readonly Lock _lock = new();
    private readonly FaultChoice _choice = new(plan, route);
    private readonly SeededFault _untouched = new(null, plan, passingSightings, comparer.NewMemory());
    private readonly Dictionary<string, SeededFault> _faults = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Divergence> _alarms = new(StringComparer.Ordinal);
    private readonly Dictionary<string, EarlierRequest> _asked = new(StringComparer.Ordinal);
    private readonly HashSet<string> _requests = new(StringComparer.Ordinal);
    private long _exchanges;

    /// <summary>Notes what was last asked of a route, for rules that look back to it.</summary>
    public void Asked(string of, EarlierRequest request)
    {
        lock (_lock)
        {
            _asked[of] = request;
            _untouched.Asked(of, request);
            foreach (var fault in _faults.Values)
                fault.Asked(of, request);
        }
    }

    /// <summary>Compares the answers with each fault in them. Those that diverge and can be asked anew are returned, to be judged then.</summary>
    public TrialLook? First(CapturedExchange exchange, ResponsePair pair, StateMoment moment)
    {
        lock (_lock)
        {
            _exchanges++;
            Seed(pair);
            var client = ClientOf(exchange.Request);
            List<TrialSample> samples = [Compare(_untouched, pair)];
            foreach (var fault in _faults.Values.Where(fault => fault.FoundAs is null || fault.IsRare))
            {
                var altered = fault.In(pair, client);
                if (altered is not null && fault.FoundAs is not null)
                    fault.ShowedAgain();
                else if (altered is not null)
                    samples.Add(Compare(fault, altered));
                else if (fault.Site!.Form.Occurrence.OneOf > 1)
                    Compare(fault, pair); // it remembers what it said when it was right
            }

            var look = new TrialLook(exchange, moment, samples);
            if (SecondLook.IsPossible(exchange.Plan) && samples.Exists(sample => sample.Fault.WantsLook(sample.Comparison)))
                return look;

            Judge(look, null);
            return null;
        }
    }

    /// <summary>Judges what diverged.</summary>
    /// <param name="look">The exchange.</param>
    /// <param name="second">Both sides' answers to the same, asked anew; null where they gave none.</param>
    public void Judge(TrialLook look, ResponsePair? second)
    {
        lock (_lock)
        {
            var untouched = look.Samples[0].Comparison;
            foreach (var sample in look.Samples)
            {
                if (sample.Fault.FoundAs is not null)
                {
                    sample.Fault.ShowedAgain();
                    continue;
                }

                var judged = sample.Fault.Judge(sample.Pair, sample.Comparison, look.Moment, AgainOf(sample, second, look), look.Exchange.At);
                if (sample.Fault == _untouched)
                    NoteUntouched(judged);
                else
                    sample.Fault.Note(sample.Pair, judged, untouched, triage.Stands);
            }
        }
    }

    public TrialRoute Report()
    {
        lock (_lock)
        {
            return TrialRoute.Of(route, byShape: false, _exchanges, [.. _faults.Values.Where(fault => fault.Shown > 0)], [.. _alarms.Values]);
        }
    }

    private void Seed(ResponsePair pair)
    {
        if (_requests.Count < MostRequests && _requests.Add($"{pair.Method} {pair.Target} {pair.Legacy.Status} {pair.Modern.Status}"))
            _choice.Seed(FaultSite.In(pair, plan), _faults, Seeded);
    }

    private SeededFault Seeded(FaultSite site)
    {
        var fault = new SeededFault(site, plan, passingSightings, comparer.NewMemory());
        foreach (var (of, request) in _asked)
            fault.Asked(of, request);

        return fault;
    }

    private TrialSample Compare(SeededFault fault, ResponsePair pair) => new(fault, pair, fault.Compare(pair, comparer, noise));

    private Again? AgainOf(TrialSample sample, ResponsePair? second, TrialLook look)
    {
        if (second is null || sample.Comparison.Outcome != Outcome.Diverged)
            return null;

        var altered = sample.Fault.In(second, ClientOf(look.Exchange.Request)) ?? second;
        return Again.Of(sample.Pair, altered, sample.Fault.Compare(altered, comparer, noise), comparer, look.Exchange.LegacyBefore);
    }

    private void NoteUntouched(Comparison judged)
    {
        foreach (var divergence in judged.Open.Where(divergence => divergence.Sighting == Sighting.Stable && triage.Stands(divergence.Fingerprint)))
            _alarms.TryAdd(divergence.Fingerprint, divergence);
    }

    /// <summary>Who asked, as far as a request tells.</summary>
    public static string ClientOf(CapturedRequest request) => $"{request.Remote.Address} {(request.Headers.TryGetValue("User-Agent", out var agent) ? agent.ToString() : "")}";
}

/// <summary>The answers to an exchange with a fault in them, compared.</summary>
internal sealed record TrialSample(SeededFault Fault, ResponsePair Pair, Comparison Comparison);

/// <summary>An exchange whose samples wait for both sides to be asked anew; the first sample is of the answers as they are.</summary>
internal sealed record TrialLook(CapturedExchange Exchange, StateMoment Moment, IReadOnlyList<TrialSample> Samples)
{
    /// <summary>Bytes of the bodies that a fault has made; those that are as answered are held once, whatever waits.</summary>
    public long AlteredBytes { get; } = Samples.Sum(sample => Own(sample.Pair.Legacy, Samples[0].Pair.Legacy) + Own(sample.Pair.Modern, Samples[0].Pair.Modern));

    private static long Own(CapturedResponse answer, CapturedResponse asAnswered) => ReferenceEquals(answer.Body, asAnswered.Body) ? 0 : answer.Body.Length;
}
