using Strangler.Contract;
using Strangler.ShadowDiff.Model;

namespace Strangler.Gateway.Cutover;

/// <summary>Knows the requests that belong to one side whatever the flags say (docs/architecture.md).</summary>
internal interface IRequestOwners
{
    /// <summary>The side that must answer a request which <paramref name="modern"/> claims; null where the flag decides.</summary>
    /// <param name="request">The request.</param>
    /// <param name="modern">The module's endpoint.</param>
    /// <param name="stage">The stage of its route.</param>
    Side? OwnerOf(HttpRequest request, Endpoint modern, Stage stage);
}
