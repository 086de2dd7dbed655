using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Strangler.Gateway.Cutover;
using Strangler.Gateway.Metrics;
using Strangler.ShadowDiff.Model;

namespace Strangler.Gateway.Readiness;

/// <summary>Whether the modules can work, by the checks that they register, each with the names of its routes as tags.</summary>
internal sealed class ModuleReadiness : IRouteReadiness
{
    private readonly CutoverState _cutover;
    private readonly ReadinessCheck[] _checks;
    private readonly ConcurrentDictionary<(string Check, string Route), bool> _forced = new();

    public ModuleReadiness(
        HealthCheckService service, IOptions<HealthCheckServiceOptions> registered, IOptions<ReadinessOptions> options, CutoverState cutover, IMeterFactory meters, TimeProvider time)
    {
        _cutover = cutover;
        cutover.Moved += Moved;
        _checks = [.. registered.Value.Registrations.Select(check => new ReadinessCheck(check, service, options.Value.Timeout, time))];
        meters.Create(GatewayMetrics.MeterName).CreateObservableGauge("strangler.gateway.route.ready", Gauges, description: "1 while the check says that the route's module can work.");
    }

    /// <summary>Whether each check has run.</summary>
    public bool IsKnown => _checks.All(check => check.State.IsKnown);

    /// <summary>Those that fail.</summary>
    public IEnumerable<ReadinessCheck> Failing => _checks.Where(check => check.State.Problem is not null);

    /// <summary>Of a check's routes those that modern answers, to some clients at least.</summary>
    public IEnumerable<string> ServedOf(ReadinessCheck check) => check.Routes.Where(route => _cutover.Current.Serves(Side.Modern, route));

    /// <summary>Whether somebody has moved the route forward knowing that the check fails, which has not been well since.</summary>
    public bool IsForced(ReadinessCheck check, string route) => _forced.ContainsKey((check.Name, route));

    /// <summary>Runs them all.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(_checks.Select(check => check.RunAsync(isCounted: true, cancellationToken)));
        foreach (var well in _checks.Where(check => check.State is { IsKnown: true, Problem: null }))
        {
            foreach (var route in well.Routes)
                _forced.TryRemove((well.Name, route), out _);
        }
    }

    /// <inheritdoc/>
    public async Task<string?> ProblemOfAsync(string route, CancellationToken cancellationToken)
    {
        var states = await Task.WhenAll(Of(route).Select(check => check.RunAsync(isCounted: false, cancellationToken)));
        return states.Select(state => state.Problem).OfType<string>().ToList() is { Count: > 0 } problems ? $"'{route}' is not ready: {Sentences.Of(problems)}" : null;
    }

    /// <inheritdoc/>
    public Action Moves(string route, bool isForced)
    {
        List<ReadinessCheck> before = [.. Of(route).Where(check => IsForced(check, route))];
        Mark(check => isForced && check.State.Problem is not null);
        return () => Mark(before.Contains);

        void Mark(Func<ReadinessCheck, bool> isMarked)
        {
            foreach (var check in Of(route))
            {
                if (isMarked(check))
                    _forced[(check.Name, route)] = true;
                else
                    _forced.TryRemove((check.Name, route), out _);
            }
        }
    }

    /// <summary>Where modern answers nobody any more, what it was once forced past counts no more.</summary>
    private void Moved(CutoverMove move)
    {
        foreach (var (check, route) in _forced.Keys.Where(forced => !move.After.Serves(Side.Modern, forced.Route)))
            _forced.TryRemove((check, route), out _);
    }

    private IEnumerable<ReadinessCheck> Of(string route) => _checks.Where(check => check.Routes.Contains(route));

    private IEnumerable<Measurement<int>> Gauges() =>
        from check in _checks
        where check.State.IsKnown
        from route in check.Routes
        select new Measurement<int>(check.State.Problem is null ? 1 : 0, new("route", route), new("check", check.Name));
}
