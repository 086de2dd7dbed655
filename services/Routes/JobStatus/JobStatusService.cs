using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Strangler.Services.Backups.Jobs;
using Strangler.Services.BackupServer;
using Strangler.Services.Flask;

namespace Strangler.Services.Routes.JobStatus;

/// <summary>Answers the status of a job and empties its events; for an unknown one the general status, with no hint (Q17).</summary>
internal sealed class JobStatusService(JobBoard board, GeneralStatusAnswers general)
{
    private const string Name = "job_id";

    public async Task SendAsync(HttpContext context)
    {
        if (FirstJobId(context.Request.QueryString) is not { } id || board.Find(id) is not { } job)
        {
            await general.SendAsync(context);
            return;
        }

        var connected = await general.IsConnectedAsync();
        await Answer.Json(StatusCodes.Status200OK, JobAnswers.Status(job, connected)).SendAsync(context);
    }

    /// <summary>Names of the query are case-sensitive in legacy, and the first of several counts (contract 3.3).</summary>
    private static string? FirstJobId(QueryString query)
    {
        foreach (var pair in new QueryStringEnumerable(query.Value))
        {
            if (pair.DecodeName().Span.SequenceEqual(Name))
                return pair.DecodeValue().ToString();
        }

        return null;
    }
}
