using Microsoft.AspNetCore.Http;
using Strangler.Services.Backups.Jobs;
using Strangler.Services.Flask;
using Strangler.Services.Flask.Python;

namespace Strangler.Services.Routes.Cancel;

/// <summary>The answers of the cancel routes (contract 5).</summary>
internal static class CancelAnswers
{
    /// <summary>A job that was done before it could be cancelled reports its own phase.</summary>
    public static Answer Cancelled(Job job)
    {
        var record = job.Record;
        var answer = new Dictionary<string, PythonValue>
        {
            ["job_id"] = new PythonText(job.Id),
            ["phase"] = new PythonText(record.Phase),
            ["success"] = PythonBool.Of(record.Phase == JobPhase.Cancelled),
        };
        if (record.CancelReason is { } reason)
            answer["reason"] = reason;
        return Answer.Json(StatusCodes.Status200OK, new PythonDict(answer));
    }

    public static Answer AllCancelled(PythonDict results, PythonDict jobs) => Answer.Json(StatusCodes.Status200OK,
        new PythonDict(new Dictionary<string, PythonValue> { ["jobs"] = jobs, ["results"] = results, ["success"] = PythonBool.True }));

    public static Answer Cancelable(IReadOnlyList<PythonValue> jobs) => Answer.Json(StatusCodes.Status200OK,
        new PythonDict(new Dictionary<string, PythonValue> { ["jobs"] = new PythonList(jobs), ["success"] = PythonBool.True }));

    public static PythonDict Cancelable(Job job) => new(new Dictionary<string, PythonValue>
    {
        ["file"] = new PythonText(job.Record.File),
        ["job_id"] = new PythonText(job.Id),
        ["message"] = new PythonText(job.Record.Message),
        ["phase"] = new PythonText(job.Record.Phase),
        ["progress"] = PythonInt.Of(job.Record.Percentage),
    });
}
