using System.Net;
using System.Net.Mime;
using System.Text;
using System.Text.Json.Nodes;
using Strangler.Contract;
using Strangler.Gateway.Cutover;
using Strangler.Gateway.Handover;
using Strangler.Gateway.Legacy;
using Strangler.Services.Backups.Jobs;

namespace Strangler.Gateway.Jobs;

/// <summary>Legacy's jobs, for the modules that list modern's. As long as the gateway before this one is there, that one's list, which has legacy's in it.</summary>
internal sealed partial class ForeignJobs(LegacyJobs jobs, LegacyClient legacy, Predecessor earlier, CutoverState state, TimeProvider time, ILogger<ForeignJobs> logger) : IForeignJobs
{
    // A list is there at once. To end its clients legacy may need long, and as long as LegacyClient gives it.
    private static readonly TimeSpan PatienceForLists = TimeSpan.FromSeconds(5);

    public bool HasLive => jobs.HasLive || earlier.IsThere;

    public async Task<ReadOnlyMemory<byte>?> AskAsync(string method, string path, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(HttpMethods.IsGet(method) ? PatienceForLists : Timeout.InfiniteTimeSpan, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            return await AskEarlierAsync(method, path, either.Token) ?? await legacy.AskAsync(new HttpMethod(method), path, either.Token);
        }
        catch (Exception ex) when (ex is HttpRequestException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            NotAsked(method, path, ex.Message);
            return null;
        }
    }

    /// <summary>Goes where the request over HTTP would go (<see cref="JobOwnership"/>).</summary>
    public async Task<ForeignCancellation> CancelAsync(string jobId, string? reason, CancellationToken cancellationToken)
    {
        var path = "/api/cancel/" + Uri.EscapeDataString(jobId);
        using var content = reason is null ? null : new StringContent(new JsonObject { ["reason"] = reason }.ToJsonString(), Encoding.UTF8, MediaTypeNames.Application.Json);
        try
        {
            if (earlier.IsThere && !jobs.HasStarted(jobId))
                return Of(await earlier.PostAsync(path, content, cancellationToken));
            var isLegacys = state.Current.StageOf("cancel_job") == Stage.Complete ? jobs.IsCurrent(jobId) : jobs.Owns(jobId);
            return isLegacys ? Of(await legacy.PostAsync(path, content, cancellationToken)) : ForeignCancellation.Unknown;
        }
        catch (Exception ex) when (ex is HttpRequestException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return ForeignCancellation.Unavailable;
        }
    }

    private static ForeignCancellation Of(HttpStatusCode status) => status switch
    {
        HttpStatusCode.OK => ForeignCancellation.Told,
        HttpStatusCode.NotFound => ForeignCancellation.Unknown,
        HttpStatusCode.BadRequest => ForeignCancellation.Ended,
        HttpStatusCode.MethodNotAllowed => ForeignCancellation.Refused,
        _ => ForeignCancellation.Unavailable,
    };

    private async Task<ReadOnlyMemory<byte>?> AskEarlierAsync(string method, string path, CancellationToken cancellationToken)
    {
        if (!earlier.IsThere)
            return null;

        try
        {
            return await earlier.AskAsync(method, path, cancellationToken);
        }
        catch (HttpRequestException)
        {
            await earlier.Over.WaitAsync(cancellationToken); // It has just ended: its jobs are in this gateway's own list in a moment.
            return null;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Another's part of {Method} {Path} is missing: {Error}")]
    private partial void NotAsked(string method, string path, string error);
}
