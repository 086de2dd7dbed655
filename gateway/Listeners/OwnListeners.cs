using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Strangler.Services.Configuration;

namespace Strangler.Gateway.Listeners;

/// <summary>The gateway's two ports, as they are bound.</summary>
internal sealed class OwnListeners(IServer server) : IOwnListeners
{
    /// <inheritdoc/>
    public bool HasPort(int port) =>
        server.Features.Get<IServerAddressesFeature>()?.Addresses.Any(address => BindingAddress.Parse(address).Port == port) == true;
}
