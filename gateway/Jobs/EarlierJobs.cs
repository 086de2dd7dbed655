using Strangler.Gateway.Handover;
using Strangler.Gateway.Listeners;
using Strangler.Gateway.Routing;

namespace Strangler.Gateway.Jobs;

/// <summary>Has the gateway before this one, as long as it is there, answer for the jobs that it alone knows.</summary>
internal sealed class EarlierJobs(JobOwnership jobs, Predecessor earlier)
{
    /// <summary>After routing, which knows whether a job is meant.</summary>
    public Task SendAsync(HttpContext context, RequestDelegate next) =>
        earlier.IsThere && context.GetEndpoint()?.Metadata.GetMetadata<JobId>()?.Of(context.Request) is { } job && jobs.IsEarlier(job) ? SendAsync(context) : next(context);

    /// <summary>Before routing: what comes in the moment in which that gateway is gone, and its jobs are not known here yet, waits for that, and is routed anew.</summary>
    public Task HoldAsync(HttpContext context, RequestDelegate next) => earlier.IsThere ? RunAsync(context, next) : next(context);

    private async Task SendAsync(HttpContext context)
    {
        if (!await earlier.TryForwardAsync(context, context.Features.Get<ClientConnection>()?.Client.Name))
            context.Features.Set(Held.Instance);
    }

    private async Task RunAsync(HttpContext context, RequestDelegate next)
    {
        await next(context);
        if (context.Features.Get<Held>() is null)
            return;

        await earlier.Over.WaitAsync(context.RequestAborted);
        context.SetEndpoint(null);
        context.Request.RouteValues.Clear();
        await next(context);
    }

    /// <summary>Feature of a request that nobody has answered.</summary>
    private sealed class Held
    {
        public static readonly Held Instance = new();
    }
}
