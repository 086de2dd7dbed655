using System.Text;
using System.Text.Json;
using Strangler.Services.Backups.Jobs;
using Strangler.Services.Flask.Python;
using Strangler.Services.Realtime.Hub.Messages;
using Strangler.Services.Realtime.Pages;

namespace Strangler.Services.Realtime.Hub;

/// <summary>Does what a client asks for.</summary>
internal sealed class HubRequests(JobDirectory jobs, JobCancellation cancellation, StatusMessages statuses, IForeignStatus foreign, IForeignJobs elsewhere, TimeProvider time)
{
    public Task<HubMessage> WelcomeAsync() => statuses.GeneralAsync();

    /// <summary>The answer for the client alone; null where it hears of the deed as everyone does.</summary>
    public async Task<HubMessage?> AnswerAsync(ClientMessage message) => message switch
    {
        { Type: ClientMessage.Ping } => New("pong") with { RequestId = message.RequestId },
        { Type: ClientMessage.RequestStatus, JobId: null } => await statuses.GeneralAsync(message.RequestId),
        { JobId: { } id } when jobs.Find(id) is { } job => message.Type == ClientMessage.Cancel ? await CancelAsync(job, message) : await statuses.OfAsync(job, message.RequestId),
        { Type: ClientMessage.RequestStatus, JobId: { } id } => await ForeignAsync(id, message.RequestId),
        { Type: ClientMessage.Cancel, JobId: { } id } => Of(await elsewhere.CancelAsync(id, Reason(message), CancellationToken.None), id, message.RequestId),
        _ => UnknownJob(message.JobId, message.RequestId),
    };

    public HubMessage Error(string code, string text, JsonElement? requestId, string? jobId = null) =>
        New("error") with { Code = code, Message = text, RequestId = requestId, JobId = jobId };

    private async Task<HubMessage> ForeignAsync(string jobId, JsonElement? requestId) => await foreign.AskAsync(jobId, CancellationToken.None) switch
    {
        null => UnknownJob(jobId, requestId),
        { } json when PythonJsonReader.TryRead(Encoding.UTF8.GetString(json.Span), out var value) && value is PythonDict status =>
            status.Get("progress") is null ? UnknownJob(jobId, requestId) : statuses.Of(jobId, status, requestId), // Of a job that it has forgotten that place tells the general status.
        _ => Unavailable(jobId, requestId),
    };

    private HubMessage? Of(ForeignCancellation cancellation, string jobId, JsonElement? requestId) => cancellation switch
    {
        ForeignCancellation.Told => null,
        ForeignCancellation.Ended => Ended(jobId, requestId),
        ForeignCancellation.Refused => Error(ErrorCodes.Unavailable, "The server that runs the job does not cancel a single one.", requestId, jobId),
        ForeignCancellation.Unavailable => Unavailable(jobId, requestId),
        _ => UnknownJob(jobId, requestId),
    };

    private HubMessage Unavailable(string jobId, JsonElement? requestId) => Error(ErrorCodes.Unavailable, "The server that runs the job does not answer at present.", requestId, jobId);

    private HubMessage Ended(string jobId, JsonElement? requestId) => Error(ErrorCodes.JobEnded, "The job has ended.", requestId, jobId);

    private HubMessage UnknownJob(string? jobId, JsonElement? requestId) => Error(ErrorCodes.UnknownJob, "There is no such job here.", requestId, jobId);

    private async Task<HubMessage?> CancelAsync(Job job, ClientMessage message)
    {
        PythonValue? reason = Reason(message) is { } text ? new PythonText(text) : null;
        return await cancellation.CancelAsync(job, reason, CancellationToken.None) ? null : Ended(job.Id, message.RequestId);
    }

    private static string? Reason(ClientMessage message) => message.Reason is { Length: > 0 } reason ? reason : null;

    private HubMessage New(string type) => new(type, time.GetUtcNow().ToUnixTimeMilliseconds());
}
