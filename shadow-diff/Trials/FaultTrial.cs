using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Strangler.ShadowDiff.Capture;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Processing;

namespace Strangler.ShadowDiff.Trials;

/// <summary>
/// A trial that runs. Each pair of answers that the evidence is made of is compared again with each fault in it, and what diverges is asked anew once,
/// for all faults together. It has mirror, memory and turns of its own: the evidence sees nothing of it, and waits for the comparisons alone, not for what is asked anew.
/// </summary>
/// <param name="plan">What is seeded.</param>
/// <param name="look">Asks both sides anew.</param>
/// <param name="routeTrial">Makes the trial of a route.</param>
/// <param name="shapeTrial">Makes the trial of what is judged by shape of a route.</param>
/// <param name="drift">The sides' states.</param>
/// <param name="logger">Is told of what should not happen.</param>
internal sealed partial class FaultTrial(TrialPlan plan, SecondLook look, Func<string, RouteTrial> routeTrial, Func<string, ShapeTrial> shapeTrial, StateDrift drift, ILogger logger)
{
    /// <summary>Exchanges that are asked anew at once; most of the time they wait.</summary>
    public const int Looks = 16;

    private const int MostWaiting = 1_000;
    private const long MostBytes = 128 * 1024 * 1024;

    private readonly ConcurrentDictionary<string, RouteTrial> _routes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ShapeTrial> _shapes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, EarlierRequest> _asked = new(StringComparer.Ordinal);
    private readonly TrialQueue _waiting = new(MostWaiting, MostBytes);
    private Task _work = Task.CompletedTask;

    public TrialPlan Plan => plan;

    /// <inheritdoc cref="TrialQueue.Skipped"/>
    public long Skipped => _waiting.Skipped;

    public IReadOnlyList<TrialRoute> Routes =>
    [
        .. _routes.Values.Select(route => route.Report()).Concat(_shapes.Values.Select(route => route.Report()).Where(route => route.Exchanges > 0)).OrderBy(route => route.Route, StringComparer.Ordinal).ThenBy(route => route.ByShape),
    ];

    public void Start(CancellationToken stopping) => _work = Task.WhenAll(Enumerable.Range(0, Looks).Select(_ => Task.Run(() => LookAsync(stopping), CancellationToken.None)));

    public void Asked(string route, EarlierRequest request)
    {
        _asked[route] = request;
        foreach (var trial in _routes.Values)
            trial.Asked(route, request);
    }

    public void Compared(CapturedExchange exchange, ResponsePair pair)
    {
        if (!plan.Routes.Contains(pair.Route))
            return;

        try
        {
            if (Of(pair.Route).First(exchange, pair, StateMoment.Of(exchange, drift)) is { } look)
                _waiting.Add(look);
        }
        catch (Exception ex)
        {
            Failed(pair.Route, ex);
        }
    }

    /// <summary>Legacy's answers are what modern's are measured by: a fault in them is none that could be found. A notice has no status and no headers that could be wrong.</summary>
    public void Judging(CapturedExchange exchange)
    {
        var route = exchange.Plan.Route;
        if (!plan.Routes.Contains(route) || exchange.IsNotice || exchange.Plan.ServedBy != Side.Modern || plan.Of == Side.Legacy)
            return;

        try
        {
            _shapes.GetOrAdd(route, shapeTrial).Judge(exchange);
        }
        catch (Exception ex)
        {
            Failed(route, ex);
        }
    }

    /// <summary>Takes no more exchanges, and returns when those that wait have been asked anew.</summary>
    public Task EndAsync()
    {
        _waiting.Complete();
        return _work;
    }

    private RouteTrial Of(string route) => _routes.GetOrAdd(route, name =>
    {
        var trial = routeTrial(name);
        foreach (var (of, request) in _asked)
            trial.Asked(of, request);
        return trial;
    });

    private async Task LookAsync(CancellationToken stopping)
    {
        await foreach (var waiting in _waiting.TakeAsync())
        {
            if (stopping.IsCancellationRequested)
                return;

            var route = waiting.Exchange.Plan.Route;
            try
            {
                var second = await look.TakeAsync(waiting.Exchange, stopping);
                _routes[route].Judge(waiting, second);
            }
            catch (Exception ex) when (!stopping.IsCancellationRequested)
            {
                Failed(route, ex);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "The fault trial could not evaluate an exchange of route {Route}")]
    private partial void Failed(string route, Exception exception);
}
