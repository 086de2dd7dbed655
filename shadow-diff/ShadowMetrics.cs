using System.Diagnostics.Metrics;
using Strangler.ShadowDiff.Capture;
using Strangler.ShadowDiff.Compare;
using Strangler.ShadowDiff.Rules;

namespace Strangler.ShadowDiff;

/// <summary>The shadow's instruments. Tags carry the route's name, never a raw path.</summary>
public sealed class ShadowMetrics
{
    /// <summary>The meter to collect.</summary>
    public const string MeterName = "Strangler.ShadowDiff";

    private readonly Counter<long> _comparisons;
    private readonly Counter<long> _uncompared;
    private readonly Histogram<double> _mirrorDuration;

    internal ShadowMetrics(IMeterFactory meters, ShadowQueue queue)
    {
        var meter = meters.Create(MeterName);
        _comparisons = meter.CreateCounter<long>("strangler.shadow.comparisons", "{exchange}", "Compared exchanges by outcome.");
        _uncompared = meter.CreateCounter<long>("strangler.shadow.uncompared", "{exchange}", "Eligible exchanges that were not compared, by reason.");
        _mirrorDuration = meter.CreateHistogram<double>("strangler.shadow.mirror.duration", "s", "Time until the mirrored side's answer, by side.");
        meter.CreateObservableGauge("strangler.shadow.queue.length", () => queue.Length, "{exchange}", "Exchanges that wait for the mirror.");
    }

    internal void Compared(string route, Outcome outcome) =>
        _comparisons.Add(1, Tag("route", route), Tag("outcome", KebabName<Outcome>.Of(outcome)));

    internal void Uncompared(string route, UncomparedReason reason) =>
        _uncompared.Add(1, Tag("route", route), Tag("reason", KebabName<UncomparedReason>.Of(reason)));

    internal void Mirrored(string route, Side side, TimeSpan duration) =>
        _mirrorDuration.Record(duration.TotalSeconds, Tag("route", route), Tag("side", KebabName<Side>.Of(side)));

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}
