using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Strangler.Gateway.Listeners;

/// <summary>Says on stdout where the two ports are open: lines <c>PUBLIC http://…</c> and <c>MANAGEMENT http://…</c>, also for port 0.</summary>
internal sealed class BoundAddresses(IServer server) : IHostedLifecycleService
{
    private static readonly string[] Names = ["PUBLIC", "MANAGEMENT"];

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        var addresses = server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        foreach (var (name, address) in Names.Zip(addresses))
            Console.Out.WriteLine($"{name} {address}");
        return Console.Out.FlushAsync(cancellationToken);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
