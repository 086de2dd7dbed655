using Microsoft.AspNetCore.Http;
using Strangler.Services.Backups.Jobs;
using Strangler.Services.Flask;
using Strangler.Services.Flask.Python;

namespace Strangler.Services.Routes.Performance;

/// <summary>Tells how fast jobs are, or were.</summary>
internal sealed class PerformanceService(JobBoard board, ForeignLists foreign)
{
    public async Task SendAllAsync(HttpContext context)
    {
        var own = board.All.Where(job => job.Performance is not null).ToDictionary(job => job.Id, job => (PythonValue)PerformanceModels.Record(job.Id, job.Performance!.Summarize()));
        var elsewhere = await foreign.AskAsync("GET", "/api/perf", context.RequestAborted);
        await PerformanceModels.All(ForeignLists.Merge(own, elsewhere, "jobs")).SendAsync(context);
    }

    public Task SendOneAsync(HttpContext context)
    {
        var answer = !PathArgument.TryRead(context, out var id) ? Answer.NotFound
            : board.Find(id)?.Performance is { } performance ? PerformanceModels.One(PerformanceModels.Record(id, performance.Summarize()))
            : PerformanceModels.Unknown(id);
        return answer.SendAsync(context);
    }
}
