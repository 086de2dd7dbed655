using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Strangler.Gateway.Cutover;
using Strangler.Gateway.Metrics;

namespace Strangler.Gateway.Fallback;

/// <summary>How often, when and why legacy has answered in modern's place, for each route since the start. The log says it once for each spell.</summary>
internal sealed partial class FallbackCounts(IMeterFactory meters, TimeProvider time, ILogger<FallbackCounts> logger)
{
    /// <summary>A fallback after a pause of this length begins another spell.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly Counter<long> _counter = meters.Create(GatewayMetrics.MeterName).CreateCounter<long>(
        "strangler.gateway.fallbacks", description: "Requests that legacy answered because modern could not.");

    private readonly ConcurrentDictionary<string, RouteFallbacks> _routes = new(StringComparer.Ordinal);

    /// <summary>Null for a route without any.</summary>
    public RouteFallbacks? Of(string route) => _routes.GetValueOrDefault(route);

    public void Add(string route, FallbackFeature fallback)
    {
        var cause = NameOf(fallback.Cause);
        _counter.Add(1, new("route", route), new("cause", cause));
        var now = time.GetUtcNow();
        var counted = _routes.AddOrUpdate(route, _ => new(1, now, now, cause), (_, before) => before.And(now, cause));
        if (counted.Since == now)
            Begun(route, cause, fallback.Failure);
    }

    private static string NameOf(FallbackCause cause) => cause switch
    {
        FallbackCause.Exception => "exception",
        FallbackCause.Timeout => "timeout",
        FallbackCause.BreakerOpen => "breaker-open",
        _ => "server-error",
    };

    [LoggerMessage(LogLevel.Error, "Legacy answers requests of route {Route}, because modern cannot ({Cause}). Further ones are counted, and said again after a minute without any")]
    private partial void Begun(string route, string cause, Exception? failure);
}

/// <summary>The requests of a route that legacy answered because modern could not.</summary>
/// <param name="Count">Since the start.</param>
/// <param name="Since">When the spell began that the last one is of.</param>
/// <param name="Last">When the last one was.</param>
/// <param name="Cause">Its cause, as the metric names it.</param>
internal sealed record RouteFallbacks(long Count, DateTimeOffset Since, DateTimeOffset Last, string Cause)
{
    public RouteFallbacks And(DateTimeOffset now, string cause) => new(Count + 1, now - Last >= FallbackCounts.Pause ? now : Since, now, cause);

    /// <summary>Whether its spell is not over.</summary>
    public bool Lasts(DateTimeOffset now) => now - Last < FallbackCounts.Pause;
}
