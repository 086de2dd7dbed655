using Microsoft.AspNetCore.Http;
using Strangler.Services.Backups.Jobs;
using Strangler.Services.Flask;
using Strangler.Services.Flask.Python;

namespace Strangler.Services.Routes.Performance;

/// <summary>Reports how fast jobs are, or were.</summary>
internal sealed class PerformanceService(JobDirectory jobs, ForeignLists foreign)
{
    public async Task SendAllAsync(HttpContext context)
    {
        var own = jobs.All.Where(job => job.Performance is not null).ToDictionary(job => job.Id, job => (PythonValue)PerformanceAnswers.Record(job.Id, job.Performance!.Summarize()));
        var elsewhere = await foreign.AskAsync("GET", "/api/perf", context.RequestAborted);
        await PerformanceAnswers.All(ForeignLists.Merge(own, elsewhere, "jobs")).SendAsync(context);
    }

    public Task SendOneAsync(HttpContext context)
    {
        var answer = !PathArgument.TryRead(context, out var id) ? Answer.NotFound
            : jobs.Find(id)?.Performance is { } performance ? PerformanceAnswers.One(PerformanceAnswers.Record(id, performance.Summarize()))
            : PerformanceAnswers.Unknown(id);
        return answer.SendAsync(context);
    }
}
