using Microsoft.AspNetCore.Http.Features;
using Strangler.Contract;
using Strangler.Gateway.Cutover;
using Strangler.Services.Backups.Jobs;
using Strangler.Services.Realtime.Pages;
using Strangler.Services.Routes.Health;
using Strangler.ShadowDiff.Model;

namespace Strangler.Gateway.Jobs;

/// <summary>
/// Counts what <c>/health</c> tells, so that it says the same whichever side answers it: legacy's jobs and sockets, every one of which
/// comes in through the gateway, and the jobs of modern.
/// </summary>
internal sealed class BackupActivity(IJobDirectory modern, LegacyJobs legacy, IPageSockets pages) : IBackupActivity
{
    private int _legacyStarts;
    private int _sockets;

    public int Jobs => LegacyStarts + legacy.Uploads + modern.Started;

    public int Sockets => Volatile.Read(ref _sockets) + pages.Connected;

    /// <summary>Starts that legacy took on, also those that it then refused: it makes a job of each (contract 4).</summary>
    public int LegacyStarts => Volatile.Read(ref _legacyStarts);

    public Task ObserveAsync(HttpContext context, RequestDelegate next) => context.Features.Get<ICutoverFeature>() switch
    {
        { ServedBy: Side.Legacy, Route: "start_backup" } when HttpMethods.IsPost(context.Request.Method) => CountStartAsync(context, next),
        { ServedBy: Side.Legacy, Route: RouteNames.Realtime } when context.Features.Get<IHttpUpgradeFeature>()?.IsUpgradableRequest == true => CountSocketAsync(context, next),
        _ => next(context),
    };

    private async Task CountStartAsync(HttpContext context, RequestDelegate next)
    {
        legacy.BeginUpload();
        try
        {
            await next(context);
        }
        finally
        {
            legacy.EndUpload();
        }

        if (context.Response.StatusCode is StatusCodes.Status200OK or StatusCodes.Status400BadRequest or StatusCodes.Status500InternalServerError)
            Interlocked.Increment(ref _legacyStarts);
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
