using System.Collections.Concurrent;
using Strangler.ShadowDiff.Model;

namespace Strangler.Gateway.Metrics;

/// <summary>The series of all routes.</summary>
internal sealed class RouteStatistics
{
    private readonly ConcurrentDictionary<(string Route, Side Side), RouteSeries> _series = new();

    /// <summary>Those that anybody has asked for.</summary>
    public ICollection<RouteSeries> All => _series.Values;

    public RouteSeries Of(string route, Side side) =>
        _series.TryGetValue((route, side), out var series) ? series : _series.GetOrAdd((route, side), key => new(key.Route, key.Side));
}
