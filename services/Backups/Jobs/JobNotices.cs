using Strangler.Services.Backups.Notices;
using Strangler.Services.Flask.Python;

namespace Strangler.Services.Backups.Jobs;

/// <summary>Tells every connected page what happens to jobs (contract 9.5).</summary>
internal sealed class JobNotices(INoticeSink sink, TimeProvider time)
{
    /// <summary>A step of the job, which becomes one of its events as well.</summary>
    public void Report(Job job, JobEvent step)
    {
        job.Add(step);
        Publish("progress_update", new OrderedDictionary<string, PythonValue>
        {
            ["job_id"] = new PythonText(job.Id),
            ["phase"] = new PythonText(step.Phase),
            ["data"] = step.Data,
            ["timestamp"] = Now(),
        });
    }

    public void Cancelled(Job job, bool success, PythonValue? reason) => Publish("job_cancelled", new OrderedDictionary<string, PythonValue>
    {
        ["job_id"] = new PythonText(job.Id),
        ["success"] = PythonBool.Of(success),
        ["timestamp"] = Now(),
        ["phase"] = new PythonText(success ? JobPhase.Cancelled : JobPhase.CancelRequested),
        ["reason"] = reason ?? PythonNull.Value,
    });

    public void AllCancelled(PythonDict results, PythonDict jobs) => Publish("jobs_cancelled", new OrderedDictionary<string, PythonValue>
    {
        ["results"] = results,
        ["jobs"] = jobs,
        ["timestamp"] = Now(),
    });

    private PythonFloat Now() => new(time.UnixSeconds());

    private void Publish(string name, OrderedDictionary<string, PythonValue> payload) =>
        sink.Publish(new Notice(name, PythonJsonWriter.Unsorted(new PythonDict(payload))));
}
