using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Strangler.Services.BackupServer;
using Strangler.Services.Flask;
using Strangler.Services.Flask.Python;
using Strangler.Services.Machine;

namespace Strangler.Services.Routes.Health;

/// <summary>Reports whether the backup server is reachable, without establishing a connection, and how busy the machine is.</summary>
internal sealed partial class HealthService(
    BackupServerState state,
    IBackupActivity activity,
    MachineLoadSampler sampler,
    TimeProvider time,
    ILogger<HealthService> logger)
{
    public async Task SendAsync(HttpContext context)
    {
        var reachability = state.Current.Reachability;
        if (!reachability.TryGetFresh(out var reachable))
            reachable = await reachability.GetAsync();
        if (AnswerFor(context, reachable) is { } answer)
            await answer.SendAsync(context);
    }

    /// <summary>Null where it failed and somebody else answers.</summary>
    private Answer? AnswerFor(HttpContext context, bool reachable)
    {
        try
        {
            return HealthAnswers.Healthy(reachable, activity.Jobs, activity.Sockets, sampler.Latest, time.LocalIsoFormat());
        }
        catch (Exception error)
        {
            LogHealthFailed(error);
            return FailedViews.IsTaken(context, error, hasAnswer: true) ? null : HealthAnswers.Failed(time.LocalIsoFormat());
        }
    }

    [LoggerMessage(LogLevel.Error, "/health failed.")]
    private partial void LogHealthFailed(Exception error);
}
