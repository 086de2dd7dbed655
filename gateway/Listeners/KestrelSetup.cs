using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using Strangler.Gateway.Handover;
using Strangler.Services.Realtime.WebSockets;

namespace Strangler.Gateway.Listeners;

/// <summary>
/// The two listeners and the limits of the server. Where legacy has a limit of its own (contract 3.7) Kestrel's lies above it, so that
/// it is legacy that refuses, in its own words.
/// </summary>
internal sealed class KestrelSetup(IOptions<ListenerOptions> options, ClientTable clients, OpenConnections connections, TimeProvider time) : IConfigureOptions<KestrelServerOptions>
{
    private const int KiB = 1024;

    public void Configure(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.AllowHostHeaderOverride = true; // RFC 9112 3.2.2: the authority of an absolute-form target outranks Host
        kestrel.RequestHeaderEncodingSelector = static name => name == "Content-Length" ? ContentLengthDigits.Instance : Encoding.Latin1;
        kestrel.ResponseHeaderEncodingSelector = static _ => Encoding.Latin1;
        if (Settings() is not { } settings)
            return;

        Configure(kestrel.Limits, settings);
        kestrel.Listen(ListenAddress.Parse(settings.Public), listener =>
        {
            listener.Protocols = HttpProtocols.Http1;
            listener.Use(connections.Track);
            listener.Use(clients.Track);
            listener.Use(SocketHandover.Around(time));
        });
        kestrel.Listen(ListenAddress.Parse(settings.Management), listener =>
        {
            listener.Protocols = HttpProtocols.Http1;
            listener.Use(connections.Track);
            listener.Use(ManagementListener.Mark);
        });
    }

    /// <summary>Null where the settings are wrong: the host refuses to start with them, and names those of all features at once.</summary>
    private ListenerOptions? Settings()
    {
        try
        {
            return options.Value;
        }
        catch (OptionsValidationException)
        {
            return null;
        }
    }

    private static void Configure(KestrelServerLimits limits, ListenerOptions settings)
    {
        limits.MaxRequestBodySize = null;
        limits.MinRequestBodyDataRate = settings.MinRequestBodyRate > 0 ? new(settings.MinRequestBodyRate, settings.MinRequestBodyGrace) : null;
        limits.RequestHeadersTimeout = settings.RequestHeadersTimeout;
        limits.MinResponseDataRate = null;
        limits.MaxRequestHeaderCount = 10_000;
        limits.MaxRequestLineSize = 128 * KiB;
        limits.MaxRequestHeadersTotalSize = 1024 * KiB;
        limits.MaxRequestBufferSize = 1024 * KiB;
    }
}
