using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Strangler.ShadowDiff.Findings;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Capture;

/// <summary>
/// Chooses the exchanges to mirror: a random share for each route, a larger one where little is known, and never more a second than
/// the cap. A <see cref="SideEffect.Follow"/> exchange is always chosen, because leaving one out would leave the other side in
/// another state; so is a pinned one, of which nobody gets a copy, and whose order counts.
/// </summary>
internal sealed class ShadowSampler(IOptions<CaptureOptions> options, DivergenceRegister divergences, TimeProvider time)
{
    private readonly CaptureOptions _options = options.Value;
    private readonly RateBudget _budget = new(options.Value.MaxPerSecond, time);
    private readonly ConcurrentDictionary<(string Route, int Status), int> _taken = [];

    /// <summary>A number from 0 to 1 that decides on one exchange, before and after its answer alike.</summary>
    public static double Draw() => Random.Shared.NextDouble();

    /// <summary>Whether to capture the exchange at all; what is known of its route is asked again once the status is there.</summary>
    public bool MayTake(ShadowPlan plan, double draw) =>
        IsAlwaysTaken(plan) || (_budget.HasLeft && draw < Raised(RateOf(plan.Route)));

    public bool Takes(ShadowPlan plan, int status, double draw)
    {
        if (!IsAlwaysTaken(plan) && !(draw < Rate(plan.Route, status) && _budget.TryTake()))
            return false;

        _taken.AddOrUpdate((plan.Route, status), 1, static (_, count) => count == int.MaxValue ? count : count + 1);
        return true;
    }

    private static bool IsAlwaysTaken(ShadowPlan plan) => plan.Effect == SideEffect.Follow || plan.IsPinned;

    /// <summary>A new route, a rare status and an open divergence have this in common: there is something to be learned.</summary>
    private double Rate(string route, int status)
    {
        var isKnown = _taken.GetValueOrDefault((route, status)) >= _options.KnownAfter && !divergences.HasOpen(route, time.GetUtcNow());
        return isKnown ? RateOf(route) : Raised(RateOf(route));
    }

    private double RateOf(string route) => _options.SampleRates.TryGetValue(route, out var rate) ? rate : _options.SampleRate;

    private double Raised(double rate) => rate == 0 ? 0 : Math.Max(rate, _options.UncertainSampleRate);
}
