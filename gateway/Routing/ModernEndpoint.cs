using Strangler.Services.Flask;
using Strangler.ShadowDiff.Model;

namespace Strangler.Gateway.Routing;

/// <summary>Endpoint metadata: marks a module's endpoint, says what a mirrored copy of its requests may do and which paths are its own.</summary>
internal sealed record ModernEndpoint(SideEffect Effect, PathPattern Pattern)
{
    /// <summary>False when the answers depend on neither backups nor the connected server.</summary>
    public bool DependsOnState { get; init; } = true;

    /// <summary>
    /// Asking connects the side that answers to the backup server (Q17), as pages are told over the live channel: the other side must follow, for as
    /// long as it tells pages too.
    /// </summary>
    public bool ConnectsByAsking { get; init; }

    /// <summary>Its requests name a job, or its answers tell of all: those of one side's jobs only that side can give.</summary>
    public bool TellsOfJobs { get; init; }
}
