using System.Net;
using Strangler.Gateway.Cutover;
using Strangler.Gateway.Handover;
using Strangler.Gateway.Listeners;
using Strangler.Services.Backups.Jobs;

namespace Strangler.Gateway.Drain;

/// <summary>
/// A gateway whose place is taken: each answer says that its connection ends with it, and the gateway that takes the place is answered, on behalf of its clients, and what it
/// asks for itself; what a connection of before asks of the management port is the other's to answer. Costs a request one look as long as nothing of that has begun.
/// </summary>
internal sealed class SuccessionMiddleware(RequestDelegate next, Succession succession, IJobDirectory jobs, LeftNotices notices, SuccessorPort successor, IHostApplicationLifetime lifetime)
{
    private static readonly Func<object, Task> SetClose = static state =>
    {
        var response = (HttpResponse)state;
        if (response.StatusCode != StatusCodes.Status101SwitchingProtocols)
            response.Headers.Connection = "close";
        return Task.CompletedTask;
    };

    public Task InvokeAsync(HttpContext context)
    {
        if (!succession.HasBegun)
            return next(context);
        if (context.Features.Get<PrivateWay>() is not null)
            return AnswerOtherAsync(context);

        if (!succession.IsLeaving)
            return next(context);

        context.Response.OnStarting(SetClose, context.Response);
        return context.Features.Get<ManagementListener>() is null ? next(context) : successor.ForwardAsync(context);
    }

    private async Task AnswerOtherAsync(HttpContext context)
    {
        var path = context.Request.Path;
        if (path == Predecessor.AnswerPath)
        {
            using var reader = new StreamReader(context.Request.Body);
            if (await reader.ReadToEndAsync(context.RequestAborted) is { Length: > 0 } problem)
            {
                succession.Heard(problem);
            }
            else if (await succession.LeaveAsync() is { } refusal)
            {
                context.Response.StatusCode = StatusCodes.Status409Conflict;
                await context.Response.WriteAsync(refusal, context.RequestAborted);
            }
        }
        else if (path == Predecessor.NoticesPath)
        {
            using var over = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
            await notices.WriteAsync(context.Response.Body, over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        else if (path.StartsWithSegments(Predecessor.StatusPath, out var job))
        {
            if (jobs.StatusOf(job.Value!.TrimStart('/')) is { } status)
                await context.Response.BodyWriter.WriteAsync(status, context.RequestAborted);
            else
                context.Response.StatusCode = StatusCodes.Status404NotFound;
        }
        else
        {
            AnswerFor(context);
            await next(context);
        }
    }

    /// <summary>As if the client had asked here: where it counts for a limit, it has been counted.</summary>
    private static void AnswerFor(HttpContext context)
    {
        if (!IPAddress.TryParse(context.Request.Headers[Predecessor.ClientHeader], out var address))
            return;

        context.Request.Headers.Remove(Predecessor.ClientHeader);
        var client = new Client(address);
        context.Features.Set(new ClientConnection(client));
        context.Features.Set<IClientAddress>(client);
        context.Connection.RemoteIpAddress = address;
    }
}
