using Strangler.Contract;
using Strangler.ShadowDiff.Model;

namespace Strangler.Gateway.Cutover;

/// <summary>Knows requests that belong to one side whatever the flags say (docs/architecture.md): those of its jobs, of its sessions.</summary>
internal interface IRequestOwner
{
    /// <summary>The side that must answer a request which <paramref name="modern"/> claims; null where this owner has no say.</summary>
    /// <param name="request">The request.</param>
    /// <param name="modern">The module's endpoint.</param>
    /// <param name="stage">The stage of its route.</param>
    Side? OwnerOf(HttpRequest request, Endpoint modern, Stage stage);
}

/// <summary>All owners: the first that has a say decides; where none has, the flag does.</summary>
internal sealed class RequestOwners(IEnumerable<IRequestOwner> owners)
{
    private readonly IRequestOwner[] _owners = [.. owners];

    /// <inheritdoc cref="IRequestOwner.OwnerOf"/>
    public Side? OwnerOf(HttpRequest request, Endpoint modern, Stage stage)
    {
        foreach (var owner in _owners)
        {
            if (owner.OwnerOf(request, modern, stage) is { } side)
                return side;
        }

        return null;
    }
}
