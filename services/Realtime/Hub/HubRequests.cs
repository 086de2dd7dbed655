using System.Text;
using System.Text.Json;
using Strangler.Services.Backups.Jobs;
using Strangler.Services.Flask.Python;
using Strangler.Services.Realtime.Hub.Messages;
using Strangler.Services.Realtime.Pages;

namespace Strangler.Services.Realtime.Hub;

/// <summary>Does what a client asks for.</summary>
internal sealed class HubRequests(JobDirectory jobs, JobCancellation cancellation, StatusMessages statuses, IForeignStatus foreign, TimeProvider time)
{
    public Task<HubMessage> WelcomeAsync() => statuses.GeneralAsync();

    /// <summary>The answer for the client alone; null where it hears of the deed as everyone does.</summary>
    public async Task<HubMessage?> AnswerAsync(ClientMessage message) => message switch
    {
        { Type: ClientMessage.Ping } => New("pong") with { RequestId = message.RequestId },
        { Type: ClientMessage.RequestStatus, JobId: null } => await statuses.GeneralAsync(message.RequestId),
        { JobId: { } id } when jobs.Find(id) is { } job => message.Type == ClientMessage.Cancel ? await CancelAsync(job, message) : await statuses.OfAsync(job, message.RequestId),
        { Type: ClientMessage.RequestStatus, JobId: { } id } => await ForeignAsync(id, message.RequestId),
        _ => UnknownJob(message.JobId, message.RequestId),
    };

    public HubMessage Error(string code, string text, JsonElement? requestId, string? jobId = null) =>
        New("error") with { Code = code, Message = text, RequestId = requestId, JobId = jobId };

    private async Task<HubMessage> ForeignAsync(string jobId, JsonElement? requestId) => await foreign.AskAsync(jobId, CancellationToken.None) switch
    {
        null => UnknownJob(jobId, requestId),
        { } json when PythonJsonReader.TryRead(Encoding.UTF8.GetString(json.Span), out var value) && value is PythonDict status => statuses.Of(jobId, status, requestId),
        _ => Error(ErrorCodes.Unavailable, "The server that runs the job does not answer at present.", requestId, jobId),
    };

    private HubMessage UnknownJob(string? jobId, JsonElement? requestId) => Error(ErrorCodes.UnknownJob, "There is no such job here.", requestId, jobId);

    private async Task<HubMessage?> CancelAsync(Job job, ClientMessage message)
    {
        PythonValue? reason = string.IsNullOrEmpty(message.Reason) ? null : new PythonText(message.Reason);
        return await cancellation.CancelAsync(job, reason, CancellationToken.None)
            ? null
            : Error(ErrorCodes.JobEnded, "The job has ended.", message.RequestId, job.Id);
    }

    private HubMessage New(string type) => new(type, time.GetUtcNow().ToUnixTimeMilliseconds());
}
