using Microsoft.Extensions.Options;
using Strangler.Contract;
using Strangler.Gateway.Cutover;
using Strangler.Gateway.Routing;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Processing;

namespace Strangler.Gateway.Watch;

/// <summary>
/// Asks both sides for a route that modern answers and nobody has asked for lately, so that it is not only its first client who finds it broken. Only what can be asked
/// without harm: a GET without a body and without parameters, of a module that says it is safe, and whose answer no page hears of (Q17).
/// </summary>
internal sealed partial class RouteProbes(
    CutoverState state, RouteWatches watches, EndpointDataSource endpoints, SideProbe probe, IOptionsMonitor<WatchOptions> options, TimeProvider time, ILogger<RouteProbes> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var asked = new Dictionary<string, long>(StringComparer.Ordinal);
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            foreach (var (route, endpoint) in Probed())
            {
                var after = options.Get(route).ProbeAfter;
                if (after == TimeSpan.Zero || watches.Of(route) is not { } watch || watch.Idle < after || (asked.TryGetValue(route, out var last) && time.GetElapsedTime(last) < after))
                    continue;

                if (await IsWellAsync(route, endpoint, stoppingToken))
                    asked[route] = time.GetTimestamp();
                else
                    asked.Remove(route); // what is wrong is asked again at once: one answer is no reason to take a route back
            }
        }
    }

    /// <summary>One endpoint of each route that has such a one.</summary>
    private IEnumerable<(string Route, RouteEndpoint Endpoint)> Probed() => endpoints.Endpoints.OfType<RouteEndpoint>()
        .Where(endpoint => endpoint.Metadata.GetMetadata<ModernEndpoint>() is { Effect: SideEffect.Safe, ConnectsByAsking: false }
            && endpoint.RoutePattern.Parameters.Count == 0
            && endpoint.Metadata.GetMetadata<JobId>() is null
            && TakesGet(endpoint))
        .GroupBy(endpoint => endpoint.Metadata.GetRequiredMetadata<RouteName>().Value)
        .Select(route => (route.Key, route.First()));

    private static bool TakesGet(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<IHttpMethodMetadata>() is not { HttpMethods: { Count: > 0 } methods } || methods.Contains(HttpMethods.Get);

    private async Task<bool> IsWellAsync(string route, RouteEndpoint endpoint, CancellationToken cancellationToken)
    {
        try
        {
            var plan = CutoverDecision.For(route, Stage.Shadow, endpoint.Metadata.GetRequiredMetadata<ModernEndpoint>(), endpoint.RequestDelegate, state.Current.Legacy).Plan;
            if (plan is null || await probe.AskAsync(plan, endpoint.RoutePattern.RawText!, cancellationToken) is not { } answers)
                return true;

            watches.Answered(answers.Pair);
            if (answers.IsCompared)
                watches.Compared(route, answers.Pair.Started, answers.Critical);
            return answers is { Critical: null, IsUnanswered: false };
        }
        catch (Exception ex) when (!cancellationToken.IsCancellationRequested)
        {
            ProbeFailed(route, ex);
            return true;
        }
    }

    [LoggerMessage(LogLevel.Warning, "The gateway's own question for {Route} failed")]
    private partial void ProbeFailed(string route, Exception problem);
}
