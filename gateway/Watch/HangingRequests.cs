using System.Diagnostics.Metrics;
using Strangler.Gateway.Cutover;
using Strangler.Gateway.Metrics;

namespace Strangler.Gateway.Watch;

/// <summary>Looks twice a second at what is under way, and tells of what hangs.</summary>
internal sealed partial class HangingRequests : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(0.5);

    private readonly RouteWatches _watches;
    private readonly TimeProvider _time;
    private readonly ILogger<HangingRequests> _logger;

    public HangingRequests(RouteWatches watches, CutoverState state, IMeterFactory meters, TimeProvider time, ILogger<HangingRequests> logger)
    {
        (_watches, _time, _logger) = (watches, time, logger);
        meters.Create(GatewayMetrics.MeterName).CreateObservableGauge(
            "strangler.gateway.requests.hanging",
            () => state.Current.Stages.Keys.Select(route => new Measurement<int>(watches.HangingOf(route), new KeyValuePair<string, object?>("route", route))),
            description: "Requests that C# has not begun, or gone on, to answer for too long.");
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var said = new HashSet<string>(StringComparer.Ordinal);
        using var timer = new PeriodicTimer(Interval, _time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            _watches.Look();
            var hanging = _watches.Hanging.ToList();
            foreach (var (route, count, bound) in hanging.Where(one => said.Add(one.Route)))
                Hang(count, route, bound);
            foreach (var route in said.Except(hanging.Select(one => one.Route)).ToList())
            {
                said.Remove(route);
                NoMore(route);
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "{Count} requests of {Route} hang: C# has not begun, or gone on, to answer them after {Bound}. Further ones are counted")]
    private partial void Hang(int count, string route, TimeSpan bound);

    [LoggerMessage(LogLevel.Information, "No request of {Route} hangs at C# any more, or C# answers nobody there now")]
    private partial void NoMore(string route);
}
