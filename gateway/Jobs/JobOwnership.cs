using Strangler.Contract;
using Strangler.Gateway.Cutover;
using Strangler.Gateway.Handover;
using Strangler.Gateway.Routing;
using Strangler.Services.Backups.Jobs;
using Strangler.ShadowDiff.Model;

namespace Strangler.Gateway.Jobs;

/// <summary>
/// A job belongs to the side that started it (docs/architecture.md): what names it goes there, whatever the flag says, and is never mirrored,
/// because the other side does not know it.
/// </summary>
internal sealed class JobOwnership(IJobDirectory modern, LegacyJobs legacy, Predecessor earlier) : IRequestOwner
{
    public Side? OwnerOf(HttpRequest request, Endpoint endpoint, Stage stage)
    {
        if (endpoint.Metadata.GetMetadata<JobId>()?.Of(request) is { } job)
            return OwnerOf(job, stage);

        return endpoint.Metadata.GetMetadata<MergesJobs>() is not null && (modern.HasLive || earlier.IsThere) ? Side.Modern : null;
    }

    /// <summary>Whether only the gateway before this one, as long as it is there, can say whose the job is.</summary>
    public bool IsEarlier(string job) => earlier.IsThere && !modern.Owns(job) && !legacy.HasStarted(job);

    private Side? OwnerOf(string job, Stage stage)
    {
        if (modern.Owns(job) || IsEarlier(job))
            return Side.Modern;

        // At complete legacy may be gone: it is asked only for what it was just seen to run, or to end.
        var isLegacys = stage == Stage.Complete ? legacy.IsCurrent(job) : legacy.Owns(job);
        return isLegacys ? Side.Legacy : null;
    }
}
