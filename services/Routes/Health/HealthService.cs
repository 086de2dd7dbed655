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
        await AnswerFor(reachable).SendAsync(context);
    }

    private Answer AnswerFor(bool reachable)
    {
        try
        {
            return HealthAnswers.Healthy(reachable, activity.Jobs, activity.Sockets, sampler.Latest, time.LocalIsoFormat());
        }
        catch (Exception error)
        {
            LogHealthFailed(error);
            return HealthAnswers.Failed(time.LocalIsoFormat());
        }
    }

    [LoggerMessage(LogLevel.Error, "/health failed.")]
    private partial void LogHealthFailed(Exception error);
}
