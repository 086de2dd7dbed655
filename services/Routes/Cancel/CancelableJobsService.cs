using Microsoft.AspNetCore.Http;
using Strangler.Services.Backups.Jobs;
using Strangler.Services.Flask.Python;

namespace Strangler.Services.Routes.Cancel;

/// <summary>Lists the jobs that can be cancelled, here and elsewhere, oldest first (contract 5).</summary>
internal sealed class CancelableJobsService(JobDirectory jobs, ForeignLists foreign)
{
    public Task SendAsync(HttpContext context) => foreign.IsEmpty
        ? CancelAnswers.Cancelable([.. Own()]).SendAsync(context)
        : MergeAndSendAsync(context);

    private async Task MergeAndSendAsync(HttpContext context)
    {
        var elsewhere = await foreign.AskAsync("GET", "/api/cancelable_jobs", context.RequestAborted);
        var theirs = elsewhere?.Entries.GetValueOrDefault("jobs") is PythonList { Items: var items } ? items.OfType<PythonDict>() : [];
        await CancelAnswers.Cancelable([.. Own().Concat(theirs).OrderBy(IdOf, StringComparer.Ordinal)]).SendAsync(context);
    }

    private IEnumerable<PythonDict> Own() => jobs.All.Where(job => job.State != JobState.Ended).Select(CancelAnswers.Cancelable);

    private static string IdOf(PythonDict job) => job.Entries.GetValueOrDefault("job_id") is PythonText { Value: var id } ? id : "";
}
