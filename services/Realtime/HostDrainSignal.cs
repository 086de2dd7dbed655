using Microsoft.Extensions.Hosting;

namespace Strangler.Services.Realtime;

/// <summary>The signal of a host that has none of its own: it begins with the stop.</summary>
internal sealed class HostDrainSignal(IHostApplicationLifetime lifetime) : IDrainSignal
{
    public CancellationToken Draining => lifetime.ApplicationStopping;
}
