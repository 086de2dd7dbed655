using Microsoft.Extensions.Options;
using Strangler.Gateway.Cutover;
using Strangler.Gateway.Decommission;
using Strangler.ShadowDiff.Model;
using Yarp.ReverseProxy.Forwarder;

namespace Strangler.Gateway.Fallback;

/// <summary>
/// Has modern answer, and legacy where modern failed before its answer began. Stands behind all that only looks at a request, so that what
/// is passed on is what the client sent, and before the endpoints.
/// </summary>
/// <param name="next">Modern.</param>
/// <param name="route">Routes the request anew and runs what it finds; with a <see cref="FallbackFeature"/> that is legacy's way.</param>
internal sealed class FallbackMiddleware(
    RequestDelegate next, RequestDelegate route, FallbackRule rule, FallbackBreakers breakers, FallbackCounts counts, LegacyUse use, IOptions<FallbackOptions> options, TimeProvider time)
{
    private readonly TimeSpan _timeout = options.Value.Timeout;

    public Task InvokeAsync(HttpContext context) => rule.Of(context) is { } decision ? GuardAsync(context, decision) : next(context);

    private async Task GuardAsync(HttpContext context, ICutoverFeature decision)
    {
        var breaker = breakers.Of(decision.Route);
        var failed = await breaker.TryAsync(static request => request.Self.AskModernAsync(request.Context, request.Decision, request.Breaker), (Self: this, Context: context, Decision: decision, Breaker: breaker));
        if (failed is { Cause: FallbackCause.BreakerOpen } && !rule.IsRight(decision))
            failed = await AskModernAsync(context, decision, breaker);
        if (failed is null)
            return;

        await AskLegacyAsync(context, decision.Route, failed);
        if (context.Features.Get<IForwarderErrorFeature>() is not null)
            await breaker.CloseAsync();
    }

    /// <summary>Null when it has answered.</summary>
    private async ValueTask<FallbackFeature?> AskModernAsync(HttpContext context, ICutoverFeature decision, FallbackBreaker breaker)
    {
        try
        {
            if (_timeout > TimeSpan.Zero)
                return await AskInTimeAsync(context, decision, breaker);

            await next(context);
            return context.Features.Get<FallbackFeature>(); // the view has left the answer to us
        }
        catch (Exception ex) when (IsOfModern(ex, context, decision))
        {
            return new FallbackFeature(FallbackCause.Exception, ex);
        }
    }

    /// <summary>
    /// A module ends when it is told that its request is over. One that does not keeps its request, which could otherwise be answered twice; but the
    /// breaker counts it at once.
    /// </summary>
    private async Task<FallbackFeature?> AskInTimeAsync(HttpContext context, ICutoverFeature decision, FallbackBreaker breaker)
    {
        var client = context.RequestAborted;
        var late = new FallbackFeature(FallbackCause.Timeout, new TimeoutException($"The module had not begun to answer after {_timeout}."));
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(client);
        context.RequestAborted = ending.Token;
        try
        {
            await using var timer = time.CreateTimer(_ => End(), null, _timeout, Timeout.InfiniteTimeSpan);
            await next(context);
            return context.Features.Get<FallbackFeature>();
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested && !client.IsCancellationRequested && !context.Response.HasStarted && rule.IsRight(decision))
        {
            return late;
        }
        finally
        {
            context.RequestAborted = client;
        }

        void End()
        {
            if (context.Response.HasStarted)
                return; // it may take as long as it needs

            _ = ending.CancelAsync();
            _ = breaker.FailAsync(late).AsTask();
        }
    }

    private bool IsOfModern(Exception exception, HttpContext context, ICutoverFeature decision) =>
        exception is not BadHttpRequestException && !context.RequestAborted.IsCancellationRequested && !context.Response.HasStarted && rule.IsRight(decision);

    private Task AskLegacyAsync(HttpContext context, string name, FallbackFeature failed)
    {
        context.Features.Set(failed);
        context.Features.Set(new AnsweredInstead(failed.Failure));
        counts.Add(name, failed);
        use.Add(context, name, "fallback");
        context.Response.Clear();
        context.SetEndpoint(null);
        context.Request.RouteValues.Clear();
        return route(context);
    }
}
