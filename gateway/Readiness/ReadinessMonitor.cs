using Microsoft.Extensions.Options;
using Strangler.Contract;
using Strangler.Gateway.Cutover;
using Strangler.Gateway.Legacy;
using Strangler.Gateway.Routing;

namespace Strangler.Gateway.Readiness;

/// <summary>Looks at the start and every few seconds whether the modules can work, says in the log what has become of that, and takes back what modern answers and cannot.</summary>
internal sealed partial class ReadinessMonitor(
    ModuleReadiness readiness, CutoverState state, AutomaticRollback rollback, RouteTable routes, LegacyPresence legacy, IOptions<ReadinessOptions> options, TimeProvider time, ILogger<ReadinessMonitor> logger)
    : BackgroundService
{
    /// <summary>What takes a route back, for whoever is told of it.</summary>
    private const string Watch = "readiness";

    private readonly Dictionary<string, string> _said = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield(); // no start waits for a check
        using var timer = new PeriodicTimer(options.Value.Interval, time);
        do
        {
            try
            {
                await readiness.RunAsync(stoppingToken);
                Say();
                await TakeBackAsync();
            }
            catch (Exception ex) when (!stoppingToken.IsCancellationRequested)
            {
                NotLooked(ex);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private void Say()
    {
        var failing = readiness.Failing.ToDictionary(check => check.Name);
        foreach (var well in _said.Keys.Except(failing.Keys).ToList())
        {
            Ready(well);
            _said.Remove(well);
        }

        foreach (var check in failing.Values.Where(check => check.State.Problem != _said.GetValueOrDefault(check.Name)))
            NotReady(string.Join(", ", check.Routes), _said[check.Name] = check.State.Problem!);
    }

    private async Task TakeBackAsync()
    {
        if (options.Value.RollBackAfter == 0)
            return;

        var due = from check in readiness.Failing
                  where check.State.Failures >= options.Value.RollBackAfter
                  from route in readiness.ServedOf(check)
                  where !readiness.IsForced(check, route)
                  select (check.State.Problem, route);
        foreach (var (problem, route) in due.DistinctBy(one => one.route).ToList())
        {
            // A legacy that does not answer would do no better.
            if (routes.HasLegacy && (state.Current.StageOf(route) != Stage.Complete || (await legacy.LookAsync()).Answers))
                await rollback.RollBackAsync(route, Watch, $"{problem}");
        }
    }

    [LoggerMessage(LogLevel.Error, "Not ready: the C# of {Routes}. {Problem}")]
    private partial void NotReady(string routes, string problem);

    [LoggerMessage(LogLevel.Error, "It could not be seen whether the modules can work")]
    private partial void NotLooked(Exception exception);

    [LoggerMessage(LogLevel.Information, "Ready again: {Check}")]
    private partial void Ready(string check);
}
