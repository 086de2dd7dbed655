using System.Diagnostics;
using Strangler.Gateway.Cutover;
using Strangler.Gateway.Listeners;
using Strangler.ShadowDiff.Secrets;

namespace Strangler.Gateway.Traces;

/// <summary>Says of the span of a public request, which ASP.NET Core has begun, what the gateway knows: route, side, stage and why. Stands first of all.</summary>
internal sealed class TracedRequest(RequestDelegate next, CutoverState state)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (Activity.Current is not { } span)
            return next(context);
        if (context.Features.Get<ManagementListener>() is null)
            return TraceAsync(context, span);

        // Scrapes and the board would be most of what is sent.
        span.IsAllDataRequested = false;
        span.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
        return next(context);
    }

    private async Task TraceAsync(HttpContext context, Activity span)
    {
        var stages = state.Current;
        span.SetTag("http.request.method", context.Request.Method);
        span.SetTag("url.path", SecretNames.WellKnown.OutOf(context.Request.Path.Value ?? "")); // the query is in no span
        try
        {
            await next(context);
        }
        catch (Exception ex)
        {
            SpanFailure.Set(span, ex);
            throw;
        }
        finally
        {
            Tell(context, span, AnswerFacts.Of(context, stages));
        }
    }

    private static void Tell(HttpContext context, Activity span, AnswerFacts? facts)
    {
        span.SetTag("http.response.status_code", context.Response.StatusCode);
        if (context.Response.StatusCode >= StatusCodes.Status500InternalServerError)
            span.SetStatus(ActivityStatusCode.Error);
        if (facts is null)
            return;

        span.DisplayName = $"{context.Request.Method} {facts.Route}";
        span.SetTag("route", facts.Route).SetTag("served_by", facts.ServedBy).SetTag("stage", facts.Stage).SetTag("why", facts.Why);
    }
}
