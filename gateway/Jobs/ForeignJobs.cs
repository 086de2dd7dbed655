using Strangler.Gateway.Handover;
using Strangler.Gateway.Legacy;
using Strangler.Services.Backups.Jobs;

namespace Strangler.Gateway.Jobs;

/// <summary>Legacy's jobs, for the modules that list modern's. As long as the gateway before this one is there, that one's list, which has legacy's in it.</summary>
internal sealed partial class ForeignJobs(LegacyJobs jobs, LegacyClient legacy, Predecessor earlier, TimeProvider time, ILogger<ForeignJobs> logger) : IForeignJobs
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
