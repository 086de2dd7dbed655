using Strangler.Services.Flask.Python;

namespace Strangler.Services.Backups.Jobs;

/// <summary>A job's record in the forms in which the routes and the socket send it (contract 4, 5, 9.4).</summary>
internal static class JobAnswers
{
    /// <summary>For <c>/api/cancel_all</c>: always connected.</summary>
    public static PythonDict Raw(Job job) => Form(job.Read(draining: false), connected: true);

    /// <summary>For <c>/api/status</c>; this empties its events.</summary>
    public static PythonDict Status(Job job, bool connected) => WithIsConnected(Form(job.Read(draining: true), connected), connected);

    /// <summary>For a socket.</summary>
    public static ReadOnlyMemory<byte> ForSocket(Job job, bool connected) => PythonJsonWriter.Unsorted(WithIsConnected(Form(job.Read(draining: false), connected), connected));

    private static PythonDict WithIsConnected(PythonDict record, bool connected) =>
        new(new OrderedDictionary<string, PythonValue>(record.Entries) { ["isConnected"] = PythonBool.Of(connected) });

    private static PythonDict Form((JobRecord Record, IReadOnlyList<JobEvent> Events) job, bool connected)
    {
        var record = job.Record;
        var form = new OrderedDictionary<string, PythonValue>
        {
            ["phase"] = new PythonText(record.Phase),
            ["message"] = new PythonText(record.Message),
            ["progress"] = new PythonDict(new OrderedDictionary<string, PythonValue>
            {
                ["percentage"] = PythonInt.Of(record.Percentage),
                ["current_file"] = new PythonText(record.File),
                ["bytes_transferred"] = PythonInt.Of(record.Sent),
                ["total_bytes"] = PythonInt.Of(record.Total),
            }),
            ["status"] = new PythonText("initializing"), // It never changes, as in legacy: clients read the phase.
            ["events"] = new PythonList([.. job.Events.Select(Form)]),
            ["connected"] = PythonBool.Of(connected),
            ["backing_up"] = PythonBool.Of(record.BackingUp),
            ["last_updated"] = new PythonText(record.LastUpdated),
        };
        if (record.CancelReason is { } reason)
            form["cancel_reason"] = reason;
        if (record.Error is { } error)
            form["error"] = new PythonText(error);
        return new PythonDict(form);
    }

    private static PythonDict Form(JobEvent one) => new(new OrderedDictionary<string, PythonValue> { ["phase"] = new PythonText(one.Phase), ["data"] = one.Data });
}
