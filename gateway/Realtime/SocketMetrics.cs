using System.Diagnostics.Metrics;
using Strangler.Gateway.Metrics;
using Strangler.Services.Realtime.Hub;
using Strangler.Services.Realtime.Pages;

namespace Strangler.Gateway.Realtime;

/// <summary>The instrument of the pages' connections that are open.</summary>
internal sealed class SocketMetrics
{
    public SocketMetrics(IMeterFactory meters, OpenSockets legacys, IPageSockets pages, IHubSockets hub) =>
        meters.Create(GatewayMetrics.MeterName).CreateObservableGauge(
            "strangler.gateway.sockets",
            () => (Measurement<int>[])[Of(legacys.Count, "legacy", "socket.io"), Of(pages.Connected, "modern", "socket.io"), Of(hub.Count, "modern", "hub")],
            description: "Connections of the live channel that are open.");

    private static Measurement<int> Of(int count, string side, string protocol) => new(count, new("side", side), new("protocol", protocol));
}
