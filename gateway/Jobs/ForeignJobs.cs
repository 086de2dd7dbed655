using Strangler.Gateway.Legacy;
using Strangler.Services.Backups.Jobs;

namespace Strangler.Gateway.Jobs;

/// <summary>Legacy's jobs, for the modules that list modern's.</summary>
internal sealed partial class ForeignJobs(LegacyJobs jobs, LegacyClient legacy, TimeProvider time, ILogger<ForeignJobs> logger) : IForeignJobs
{
    // A list is there at once. To end its clients legacy may need long, and as long as LegacyClient gives it.
    private static readonly TimeSpan PatienceForLists = TimeSpan.FromSeconds(5);

    public bool HasLive => jobs.HasLive;

    public async Task<ReadOnlyMemory<byte>?> AskAsync(string method, string path, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(HttpMethods.IsGet(method) ? PatienceForLists : Timeout.InfiniteTimeSpan, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            return await legacy.AskAsync(new HttpMethod(method), path, either.Token);
        }
        catch (Exception ex) when (ex is HttpRequestException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            NotAsked(method, path, ex.Message);
            return null;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Legacy's part of {Method} {Path} is missing: {Error}")]
    private partial void NotAsked(string method, string path, string error);
}
