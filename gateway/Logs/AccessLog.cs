using System.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Strangler.Gateway.Cutover;
using Strangler.Gateway.Listeners;
using Strangler.Gateway.Testers;
using Strangler.ShadowDiff.Capture;
using Strangler.ShadowDiff.Secrets;

namespace Strangler.Gateway.Logs;

/// <summary>Writes an entry for each public request once it is over, whoever has answered it. Stands first of all, and only where it is asked for.</summary>
internal sealed partial class AccessLog(RequestDelegate next, CutoverState state, TimeProvider time, ILogger<AccessLog> logger)
{
    /// <summary>Nobody was there any more to be answered; nginx's number for it.</summary>
    private const int ClientClosedRequest = 499;

    /// <summary>A tester's link carries a pass.</summary>
    private static readonly SecretNames Secrets = new([.. SecretNames.WellKnown.Listed, TesterMiddleware.Pass]);

    public Task InvokeAsync(HttpContext context) => context.Features.Get<ManagementListener>() is null ? LogAsync(context) : next(context);

    private async Task LogAsync(HttpContext context)
    {
        var (start, stages) = (time.GetTimestamp(), state.Current);
        var body = ResponseTee.Attach(context, limit: 0); // keeps nothing, counts all
        Exception? failure = null;
        try
        {
            await next(context);
        }
        catch (Exception ex)
        {
            failure = ex;
            throw;
        }
        finally
        {
            body.Detach(context);
            Write(context, stages, time.GetElapsedTime(start), body.Length, failure);
        }
    }

    private void Write(HttpContext context, CutoverSnapshot stages, TimeSpan duration, long bytes, Exception? failure)
    {
        var facts = AnswerFacts.Of(context, stages);
        Answered(
            context.Request.Method,
            Secrets.OutOf(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget),
            StatusOf(context, failure),
            facts?.Route,
            facts?.ServedBy,
            facts?.Stage,
            facts?.Why,
            Math.Round(duration.TotalMilliseconds, 3),
            bytes,
            TraceOf(context.Request));
    }

    private static int StatusOf(HttpContext context, Exception? failure) =>
        context.Response.HasStarted || (failure is null && !context.RequestAborted.IsCancellationRequested) ? context.Response.StatusCode
        : context.RequestAborted.IsCancellationRequested ? ClientClosedRequest
        : failure is BadHttpRequestException malformed ? malformed.StatusCode
        : StatusCodes.Status500InternalServerError;

    /// <summary>The trace that the request belongs to; without traces of our own, the one that its client says.</summary>
    public static string? TraceOf(HttpRequest request) =>
        Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity ? activity.TraceId.ToHexString()
        : ActivityContext.TryParse(request.Headers.TraceParent, null, out var client) ? client.TraceId.ToHexString()
        : null;

    [LoggerMessage(LogLevel.Information,
        "{Method} {Target} {Status} route={Route} served_by={ServedBy} stage={Stage} why={Why} duration_ms={DurationMs} bytes={Bytes} trace={Trace}")]
    private partial void Answered(string method, string target, int status, string? route, string? servedBy, string? stage, string? why, double durationMs, long bytes, string? trace);
}
