using Microsoft.Extensions.Options;
using Strangler.Gateway.Cutover;
using Strangler.Gateway.Legacy;

namespace Strangler.Gateway.Readiness;

/// <summary>Looks at the start and every few seconds whether the modules can work, says in the log what has become of that, and takes back what modern answers and cannot.</summary>
internal sealed partial class ReadinessMonitor(
    ModuleReadiness readiness, AutomaticRollback rollback, LegacyPresence legacy, IOptions<ReadinessOptions> options, TimeProvider time, ILogger<ReadinessMonitor> logger)
    : BackgroundService
{
    /// <summary>What takes a route back, for whoever is told of it.</summary>
    private const string Watch = "readiness";

    private readonly Dictionary<string, string> _said = [];
    private readonly HashSet<(string Route, string Problem)> _stays = [];

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

        var due = (from check in readiness.Failing
                   where check.State.Failures >= options.Value.RollBackAfter
                   from route in readiness.ServedOf(check)
                   where !readiness.IsForced(check, route)
                   select (Route: route, Problem: $"{check.State.Problem}")).DistinctBy(one => one.Route).ToList();
        foreach (var (route, problem) in due)
        {
            if (await legacy.AnswersAsync())
                await rollback.RollBackAsync(route, Watch, $"{problem}");
            else if (_stays.Add((route, problem)))
                Stays(route, problem);
        }

        _stays.IntersectWith(due);
    }

    [LoggerMessage(LogLevel.Error, "Not ready: the C# of {Routes}. {Problem}")]
    private partial void NotReady(string routes, string problem);

    [LoggerMessage(LogLevel.Error, "{Route} is not taken back, because legacy does not answer. {Problem}")]
    private partial void Stays(string route, string problem);

    [LoggerMessage(LogLevel.Error, "It could not be seen whether the modules can work")]
    private partial void NotLooked(Exception exception);

    [LoggerMessage(LogLevel.Information, "Ready again: {Check}")]
    private partial void Ready(string check);
}
