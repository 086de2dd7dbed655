using Microsoft.AspNetCore.Http.Features;
using Strangler.Gateway.Cutover;
using Strangler.Services.Health;

namespace Strangler.Gateway.Modules;

/// <summary>
/// Legacy runs the jobs and holds the sockets, but every one of them comes in through the gateway: counted here, so that
/// <c>/health</c> says the same whichever side answers it.
/// </summary>
internal sealed class LegacyActivity : IBackupActivity
{
    private int _jobs;
    private int _sockets;

    public int Jobs => Volatile.Read(ref _jobs);

    public int Sockets => Volatile.Read(ref _sockets);

    public Task ObserveAsync(HttpContext context, RequestDelegate next) => context.GetEndpoint()?.Metadata.GetMetadata<RouteName>()?.Value switch
    {
        "start_backup" when HttpMethods.IsPost(context.Request.Method) => CountJobAsync(context, next),
        "realtime" when context.Features.Get<IHttpUpgradeFeature>()?.IsUpgradableRequest == true => CountSocketAsync(context, next),
        _ => next(context),
    };

    // Legacy makes a job of every start that it takes on, also of those that it then refuses (contract 4).
    private async Task CountJobAsync(HttpContext context, RequestDelegate next)
    {
        await next(context);
        if (context.Response.StatusCode is StatusCodes.Status200OK or StatusCodes.Status400BadRequest or StatusCodes.Status500InternalServerError)
            Interlocked.Increment(ref _jobs);
    }

    private async Task CountSocketAsync(HttpContext context, RequestDelegate next)
    {
        Interlocked.Increment(ref _sockets);
        try
        {
            await next(context);
        }
        finally
        {
            Interlocked.Decrement(ref _sockets);
        }
    }
}
