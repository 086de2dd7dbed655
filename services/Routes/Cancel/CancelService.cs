using Microsoft.AspNetCore.Http;
using Strangler.Services.Backups.Jobs;
using Strangler.Services.Flask;
using Strangler.Services.Flask.Python;

namespace Strangler.Services.Routes.Cancel;

/// <summary>Cancels one job and answers when its client has ended (contract 5, Q5).</summary>
internal sealed class CancelService(JobDirectory jobs, JobCancellation cancellation)
{
    private const int LongestBody = 64 * 1024;

    private static readonly Answer Finished = Answer.Failure(StatusCodes.Status400BadRequest, "No executor associated with this job");

    public async Task SendAsync(HttpContext context)
    {
        var answer = !PathArgument.TryRead(context, out var id) ? Answer.NotFound
            : jobs.Find(id) is { } job ? await CancelAsync(job, context)
            : Answer.Failure(StatusCodes.Status404NotFound, "Unknown job_id=" + id);
        await answer.SendAsync(context);
    }

    private async Task<Answer> CancelAsync(Job job, HttpContext context)
    {
        if (job.State == JobState.Ended)
            return Finished;
        var reason = await ReasonAsync(context.Request, context.RequestAborted);
        return await cancellation.CancelAsync(job, reason, context.RequestAborted) ? CancelAnswers.Cancelled(job) : Finished;
    }

    /// <summary>The member <c>reason</c> of a JSON object, of any type, if it is truthy; whatever cannot be read counts as none.</summary>
    private static async Task<PythonValue?> ReasonAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (BodyTypes.Of(request.ContentType) != BodyType.Json || await BoundedBody.ReadAsync(request, LongestBody, cancellationToken) is not { } body)
            return null;
        return PythonJsonText.TryDecode(body, out var text) && PythonJsonReader.TryRead(text, out var value) && value is PythonDict { Entries: var entries }
            && entries.TryGetValue("reason", out var reason) && reason.IsTruthy
                ? reason
                : null;
    }
}
