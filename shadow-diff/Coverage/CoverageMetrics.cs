using System.Diagnostics.Metrics;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Coverage;

/// <summary>What became of eligible exchanges, as they are counted.</summary>
internal sealed class CoverageMetrics
{
    private readonly Counter<long> _compared;
    private readonly Counter<long> _uncompared;

    public CoverageMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(ShadowMeter.Name);
        _compared = meter.CreateCounter<long>("strangler.shadow.compared", "{exchange}", "Compared exchanges by outcome.");
        _uncompared = meter.CreateCounter<long>("strangler.shadow.uncompared", "{exchange}", "Eligible exchanges that were not compared, by reason.");
    }

    public void Compared(string route, Outcome outcome) =>
        _compared.Add(1, ShadowMeter.Tag("route", route), ShadowMeter.Tag("outcome", KebabName<Outcome>.Of(outcome)));

    public void Uncompared(string route, UncomparedReason reason) =>
        _uncompared.Add(1, ShadowMeter.Tag("route", route), ShadowMeter.Tag("reason", KebabName<UncomparedReason>.Of(reason)));
}
