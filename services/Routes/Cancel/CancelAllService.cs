using Microsoft.AspNetCore.Http;
using Strangler.Services.Backups.Jobs;
using Strangler.Services.Flask.Python;

namespace Strangler.Services.Routes.Cancel;

/// <summary>Cancels every job that has not ended, here and elsewhere, and answers when their clients have ended (contract 5).</summary>
internal sealed class CancelAllService(JobDirectory jobs, ForeignLists foreign, JobNotices notices)
{
    public async Task SendAsync(HttpContext context)
    {
        var elsewhere = foreign.AskAsync("POST", "/api/cancel_all", context.RequestAborted);
        var cancelled = await jobs.CancelAllAsync(context.RequestAborted);
        var results = ForeignLists.Merge(cancelled.ToDictionary(job => job.Id, job => (PythonValue)PythonBool.Of(job.Record.Phase == JobPhase.Cancelled)), await elsewhere, "results");
        var records = ForeignLists.Merge(cancelled.ToDictionary(job => job.Id, job => (PythonValue)JobAnswers.Raw(job)), await elsewhere, "jobs");
        notices.AllCancelled(results, records);
        await CancelAnswers.AllCancelled(results, records).SendAsync(context);
    }
}
