using Strangler.Gateway.Cutover;
using Strangler.ShadowDiff.Model;

namespace Strangler.Gateway.Metrics;

/// <summary>Counts and times each answer under the route and side that gave it. Stands after routing.</summary>
internal sealed class MeasureMiddleware(RequestDelegate next, RouteStatistics statistics, GatewayMetrics metrics, IAnswerListener listener, TimeProvider time)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.Features.Get<ICutoverFeature>() is not { } decision)
            return next(context);

        var start = time.GetTimestamp();
        var measured = new Measured(context, decision, statistics.Of(decision.Route, decision.ServedBy), start, listener.Began(context, decision, start));
        Task answer;
        try
        {
            answer = next(context);
        }
        catch (Exception ex)
        {
            Answered(measured, ex);
            throw;
        }

        if (!answer.IsCompletedSuccessfully)
            return MeasureAsync(answer, measured);

        Answered(measured, failure: null);
        return Task.CompletedTask;
    }

    private async Task MeasureAsync(Task answer, Measured measured)
    {
        try
        {
            await answer;
        }
        catch (Exception ex)
        {
            Answered(measured, ex);
            throw;
        }

        Answered(measured, failure: null);
    }

    private void Answered(in Measured measured, Exception? failure)
    {
        var duration = time.GetElapsedTime(measured.Start);
        metrics.Answered(AnsweredBy(measured.Context, measured.Series), measured.Context.Response.StatusCode, duration);
        listener.Answered(measured.Context, measured.Decision, measured.Ticket, measured.Start, duration, failure);
    }

    /// <summary>Legacy's, where modern could not answer.</summary>
    private RouteSeries AnsweredBy(HttpContext context, RouteSeries decided) =>
        context.Features.Get<FallbackFeature>() is null ? decided : statistics.Of(decided.Route, Side.Legacy);

    private readonly record struct Measured(HttpContext Context, ICutoverFeature Decision, RouteSeries Series, long Start, int Ticket);
}
