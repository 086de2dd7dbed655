using Microsoft.AspNetCore.Http;
using Strangler.Services.Backups.Jobs;
using Strangler.Services.BackupServer;
using Strangler.Services.Flask;

namespace Strangler.Services.Routes.JobStatus;

/// <summary>Answers the status of a job and empties its events; for an unknown one the general status, with no hint (Q17).</summary>
internal sealed class JobStatusService(JobDirectory jobs, GeneralStatusAnswers general)
{
    public async Task SendAsync(HttpContext context)
    {
        if (QueryArgument.First(context.Request, "job_id") is not { } id || jobs.Find(id) is not { } job)
        {
            await general.SendAsync(context);
            return;
        }

        var connected = await general.IsConnectedAsync();
        await Answer.Json(StatusCodes.Status200OK, JobAnswers.Status(job, connected)).SendAsync(context);
    }
}
