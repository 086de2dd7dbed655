using System.Diagnostics.Metrics;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Coverage;

/// <summary>What became of eligible exchanges, as they are counted.</summary>
internal sealed class CoverageMetrics
{
    private readonly Counter<long> _compared;
    private readonly Counter<long> _uncompared;
    private readonly Counter<long> _pinned;

    public CoverageMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(ShadowMeter.Name);
        _compared = meter.CreateCounter<long>("strangler.shadow.compared", "{exchange}", "Compared exchanges by outcome.");
        _uncompared = meter.CreateCounter<long>("strangler.shadow.uncompared", "{exchange}", "Eligible exchanges that were not compared, by reason.");
        _pinned = meter.CreateCounter<long>("strangler.shadow.pinned", "{exchange}", "Exchanges that one side alone can answer, by that side and what judging them by shape came to.");
    }

    public void Compared(string route, Outcome outcome) =>
        _compared.Add(1, ShadowMeter.Tag("route", route), ShadowMeter.Tag("outcome", KebabName<Outcome>.Of(outcome)));

    public void Pinned(string route, Side answered, ShapeOutcome outcome) =>
        _pinned.Add(1, ShadowMeter.Tag("route", route), ShadowMeter.Tag("side", KebabName<Side>.Of(answered)), ShadowMeter.Tag("outcome", KebabName<ShapeOutcome>.Of(outcome)));

    public void Uncompared(string route, UncomparedReason reason) =>
        _uncompared.Add(1, ShadowMeter.Tag("route", route), ShadowMeter.Tag("reason", KebabName<UncomparedReason>.Of(reason)));
}
