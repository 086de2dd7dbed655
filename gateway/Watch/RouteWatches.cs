using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Strangler.Contract;
using Strangler.Gateway.Cutover;
using Strangler.Gateway.Handover;
using Strangler.Gateway.Jobs;
using Strangler.Gateway.Legacy;
using Strangler.Gateway.Listeners;
using Strangler.Gateway.Metrics;
using Strangler.Services.Backups.Jobs;
using Strangler.Services.Flask;
using Strangler.ShadowDiff.Model;
using Yarp.ReverseProxy.Forwarder;

namespace Strangler.Gateway.Watch;

/// <summary>Passes what is measured to the watch of each route that modern answers, and takes back those of which one gives alarm.</summary>
internal sealed partial class RouteWatches : IAnswerListener, IExchangeListener, IJobListener
{
    /// <summary>Its requests start the jobs.</summary>
    private const string RouteOfJobs = "start_backup";

    /// <summary>How long legacy's answer to what modern has failed at is waited for.</summary>
    private static readonly TimeSpan ForLegacy = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, RouteWatch?> _watches = new(StringComparer.Ordinal);
    private readonly CutoverState _state;
    private readonly AutomaticRollback _rollback;
    private readonly ConcurrentDictionary<string, LegacyAnswers> _answersOfLegacy = new(StringComparer.Ordinal);
    private readonly LegacyPresence _legacy;
    private readonly LegacyJobEnds _legacyJobs;
    private readonly Standby _standby;
    private readonly IOptionsMonitor<WatchOptions> _options;
    private readonly TimeProvider _time;
    private readonly ILogger<RouteWatches> _logger;

    public RouteWatches(
        CutoverState state, AutomaticRollback rollback, LegacyPresence legacy, LegacyJobEnds legacyJobs, Standby standby, IOptionsMonitor<WatchOptions> options,
        TimeProvider time, ILogger<RouteWatches> logger)
    {
        (_state, _rollback, _legacy, _legacyJobs, _standby, _options, _time, _logger) = (state, rollback, legacy, legacyJobs, standby, options, time, logger);
        state.Moved += Moved;
    }

    /// <summary>The watch of a route; null where modern answers nobody, or it is not to be watched.</summary>
    public RouteWatch? Of(string route)
    {
        var snapshot = _state.Current;
        if (snapshot.IsAllLegacy || snapshot.StageOf(route) < Stage.Canary)
            return null;

        return _watches.TryGetValue(route, out var watch) ? watch : _watches.GetOrAdd(route, Begin(route, begun: null));
    }

    /// <summary>The routes where requests hang: how many, and after how long they count as such.</summary>
    public IEnumerable<(string Route, int Count, TimeSpan Bound)> Hanging =>
        from route in _watches.Keys
        let watch = Of(route)
        where watch is { UnderWay.Hanging: > 0 }
        select (route, watch.UnderWay.Hanging, watch.HangsAfter);

    /// <summary>How many hang on a route.</summary>
    public int HangingOf(string route) => Of(route)?.UnderWay.Hanging ?? 0;

    /// <summary>Has each watch look at what is under way.</summary>
    public void Look()
    {
        foreach (var route in _watches.Keys)
            Of(route)?.Look();
    }

    /// <inheritdoc/>
    public int Began(HttpContext context, ICutoverFeature decision, long start) =>
        // A page's live channel waits for what there is to be told.
        decision.ServedBy == Side.Modern && decision.Route != RouteNames.Realtime && Of(decision.Route) is { } watch ? watch.UnderWay.Begin(context, start) : -1;

    /// <inheritdoc/>
    public void Answered(HttpContext context, ICutoverFeature decision, int ticket, long start, TimeSpan duration, Exception? failure)
    {
        if (decision.ServedBy == Side.Legacy)
        {
            if (failure is null && context.Features.Get<IForwarderErrorFeature>() is null && !context.RequestAborted.IsCancellationRequested)
                OfLegacy(decision.Route).Add(duration, IsServerError(context.Response.StatusCode));
            return;
        }

        if (Of(decision.Route) is not { } watch || start < watch.BegunStamp)
            return;

        if (watch.UnderWay.End(ticket, start))
            return; // it was counted while it hung

        if (context.Features.Get<LimitReached>() is { } limit)
        {
            TurnedAway(context, limit);
            return;
        }

        var plan = decision.Plan;
        var isCompared = plan is { Compare: true };
        if (context.RequestAborted.IsCancellationRequested && !context.Response.HasStarted && ticket >= 0)
        {
            // With a body it may have been the client who took so long, unless nobody waits for it.
            var isTimed = context.Features.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: true };
            if (duration > watch.HangsAfter && (isTimed || (context.Features.Get<IRequestBodyPipeFeature>() is RequestBodyReader { Since: { } since } && _time.GetElapsedTime(since) > watch.HangsAfter)))
                watch.Answered(AnswerFault.Hung);
            else
                watch.Left(isTimed && (isCompared || (plan is { IsPinned: true } && HttpMethods.IsGet(context.Request.Method))) ? duration : null);
            return;
        }

        watch.Answered(FaultOf(context, isCompared, failure), isCompared, plan is { IsPinned: true } && HttpMethods.IsGet(context.Request.Method) ? duration : null);
    }

    /// <inheritdoc/>
    public void Answered(PairedExchange exchange)
    {
        var (isError, isOfBoth) = (IsServerError(exchange.LegacyStatus), IsServerError(exchange.LegacyStatus) && IsServerError(exchange.ModernStatus));
        if (isOfBoth && exchange.ServedBy == Side.Legacy)
            OfLegacy(exchange.Route).WasOfBoth();
        else if (!isOfBoth && exchange.ServedBy == Side.Modern)
            OfLegacy(exchange.Route).Add(exchange.Legacy, isError);
        if (Of(exchange.Route) is { } watch && exchange.Started >= watch.Begun)
            watch.Answered(exchange);
    }

    /// <inheritdoc/>
    public void Compared(string route, DateTimeOffset started, string? critical)
    {
        if (Of(route) is { } watch && started >= watch.Begun)
            watch.Compared(critical);
    }

    /// <inheritdoc/>
    public void Ended(DateTimeOffset createdAt, JobFault fault, string message)
    {
        if (Of(RouteOfJobs) is { } watch && createdAt >= watch.Begun)
            watch.JobEnded(fault, _legacyJobs.Counts, message);
    }

    /// <summary>
    /// A client that went away, or sent what is no request, is no fault of modern's. Nor is a 5xx that the contract asks for; where legacy is asked the
    /// same, its answer says so better than the module.
    /// </summary>
    private static AnswerFault FaultOf(HttpContext context, bool isCompared, Exception? failure)
    {
        if (context.Features.Get<FallbackFeature>() is { } fallback) // legacy has answered, and modern has failed all the same
            return fallback.Cause == FallbackCause.ServerError ? AnswerFault.ServerError : AnswerFault.BrokenOff;

        var fault = failure switch
        {
            null when context.Response.StatusCode < StatusCodes.Status500InternalServerError => AnswerFault.None,
            null => !isCompared && context.Features.Get<ContractError>() is not null ? AnswerFault.None : AnswerFault.ServerError,
            BadHttpRequestException => AnswerFault.None,
            _ => AnswerFault.BrokenOff,
        };

        // Asked last: where nobody has asked yet, the token is made for whoever asks.
        return fault != AnswerFault.None && context.RequestAborted.IsCancellationRequested ? AnswerFault.None : fault;
    }

    /// <summary>Nobody was asked. Where at least half of its client's places are held by requests that hang, that is the fault of the route of which most do.</summary>
    private void TurnedAway(HttpContext context, LimitReached limit)
    {
        if (context.Features.Get<IClientAddress>() is not { } client)
            return;

        var (hanging, most, worst) = (0, 0, default(RouteWatch));
        foreach (var watch in _watches.Values)
        {
            if (watch is not { UnderWay.Hanging: > 0 } || watch.UnderWay.HangingOf(client) is not (> 0 and var count))
                continue;

            hanging += count;
            if (count > most)
                (most, worst) = (count, watch);
        }

        if (hanging * 2 >= limit.InFlight)
            worst?.Answered(AnswerFault.TurnedAway);
    }

    private static bool IsServerError(int status) => status >= StatusCodes.Status500InternalServerError;

    private LegacyAnswers OfLegacy(string route) =>
        _answersOfLegacy.TryGetValue(route, out var answers) ? answers : _answersOfLegacy.GetOrAdd(route, static (_, time) => new(time), _time);

    private void Moved(CutoverMove move)
    {
        if (move.Before.IsAllLegacy != move.After.IsAllLegacy)
        {
            foreach (var route in _watches.Keys)
                _watches[route] = Begin(route, _time.GetUtcNow());
        }

        foreach (var change in move.Before.ChangesTo(move.After))
            _watches[change.Route] = Begin(change.Route, _time.GetUtcNow());
    }

    private RouteWatch? Begin(string route, DateTimeOffset? begun) =>
        _options.Get(route) is { Enabled: true } options ? new(route, options, OfLegacy(route), begun, _time, Alarm) : null;

    private void Alarm(RouteWatch watch, string name, string evidence)
    {
        if (!_standby.IsTrue && watch.TryTrip())
            _ = Task.Run(() => TakeBackAsync(watch, name, evidence));
    }

    private async Task TakeBackAsync(RouteWatch watch, string name, string evidence)
    {
        try
        {
            if (watch.AwaitsLegacy)
                await Task.Delay(ForLegacy, _time);

            var isOfBoth = !watch.Stands(name);
            if (!isOfBoth && await _legacy.AnswersAsync())
                await _rollback.RollBackAsync(watch.Route, name, evidence, () => _watches.GetValueOrDefault(watch.Route) == watch);
            else if (watch.TrySay())
                Stays(watch.Route, isOfBoth ? "fails at the same requests" : "does not answer", evidence);
        }
        catch (Exception ex)
        {
            CannotTakeBack(watch.Route, evidence, ex);
        }
        finally
        {
            watch.Rearm();
        }
    }

    [LoggerMessage(LogLevel.Error, "{Route} is not taken back, because legacy {DoesWhat}. {Evidence}")]
    private partial void Stays(string route, string doesWhat, string evidence);

    [LoggerMessage(LogLevel.Error, "{Route} cannot be taken back. {Evidence}")]
    private partial void CannotTakeBack(string route, string evidence, Exception problem);
}
