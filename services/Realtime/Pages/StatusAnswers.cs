using Strangler.Services.Backups.Jobs;
using Strangler.Services.BackupServer;
using Strangler.Services.Flask.Python;

namespace Strangler.Services.Realtime.Pages;

/// <summary>What pages are told of the server and of jobs, in the key order of Socket.IO (contract 9.3, 9.4).</summary>
internal sealed class StatusAnswers(BackupServerState server, JobDirectory jobs, IForeignStatus foreign, TimeProvider time)
{
    /// <summary>The argument of <c>status</c>: plain reachability, whatever was connected before (Q18).</summary>
    public async ValueTask<byte[]> WelcomeAsync() => PythonJsonWriter.Unsorted(new PythonDict(new OrderedDictionary<string, PythonValue>
    {
        ["connected"] = PythonBool.Of(await IsReachableAsync()),
        ["server_running"] = PythonBool.True,
        ["timestamp"] = Now(),
        ["message"] = new PythonText("WebSocket connected - real-time updates enabled"),
    }));

    /// <summary>The argument of <c>pong</c>.</summary>
    public byte[] Pong() => PythonJsonWriter.Unsorted(new PythonDict(new OrderedDictionary<string, PythonValue> { ["timestamp"] = Now() }));

    /// <summary>The argument of <c>status_response</c>: the job's status, else the general one.</summary>
    /// <param name="jobId">As the page names it, which is told back: any JSON but a list or an object.</param>
    /// <param name="cancellationToken">Cancelled when the page is gone.</param>
    /// <returns>Null while the place that runs the job does not say.</returns>
    public async ValueTask<byte[]?> ResponseAsync(PythonValue jobId, CancellationToken cancellationToken)
    {
        var status = await StatusAsync(jobId, cancellationToken);
        return status.IsEmpty ? null : StatusResponse.Of(status.Span, jobId, time);
    }

    private async ValueTask<ReadOnlyMemory<byte>> StatusAsync(PythonValue jobId, CancellationToken cancellationToken)
    {
        var connected = await IsReachableAsync() && server.Current.ConnectionEstablished;
        if (jobId is not PythonText { Value: { Length: > 0 } id })
            return General(connected);
        if (jobs.Find(id) is { } job)
            return JobAnswers.ForSocket(job, connected);
        return await foreign.AskAsync(id, cancellationToken) ?? General(connected);
    }

    private ReadOnlyMemory<byte> General(bool connected)
    {
        var status = server.Current.Status;
        return PythonJsonWriter.Unsorted(new PythonDict(new OrderedDictionary<string, PythonValue>
        {
            ["connected"] = PythonBool.Of(connected),
            ["backing_up"] = PythonBool.False,
            ["phase"] = new PythonText(status.Phase),
            ["status"] = new PythonText("ready"),
            ["message"] = new PythonText(status.Message),
            ["last_updated"] = new PythonText(status.LastUpdated),
            ["isConnected"] = PythonBool.Of(connected),
        }));
    }

    private async ValueTask<bool> IsReachableAsync()
    {
        var reachability = server.Current.Reachability;
        return reachability.TryGetFresh(out var reachable) ? reachable : await reachability.GetAsync();
    }

    private PythonFloat Now() => new(time.UnixSeconds());
}
