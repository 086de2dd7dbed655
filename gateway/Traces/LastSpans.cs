using OpenTelemetry.Trace;

namespace Strangler.Gateway.Traces;

/// <summary>Sends what has not been sent when the gateway ends: by the time that the provider is disposed of, what it sends with may be gone.</summary>
internal sealed class LastSpans(TracerProvider traces) : IHostedService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.Run(() => traces.ForceFlush((int)Patience.TotalMilliseconds), cancellationToken);
}
