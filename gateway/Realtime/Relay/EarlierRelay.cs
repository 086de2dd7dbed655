using Strangler.Gateway.Handover;
using Strangler.Services.Backups.Notices;

namespace Strangler.Gateway.Realtime.Relay;

/// <summary>Tells the pages what happens to the jobs of the gateway before this one, as long as that is there: its pages have come here.</summary>
internal sealed class EarlierRelay(Predecessor earlier, INoticeSink pages) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!earlier.IsThere)
            return;

        try
        {
            await foreach (var notice in earlier.NoticesAsync(stoppingToken))
                pages.Publish(notice);
        }
        catch (Exception ex) when (ex is HttpRequestException or IOException or OperationCanceledException)
        {
            // It has ended.
        }
    }
}
