using System.Text;
using Microsoft.Extensions.Options;
using Yarp.ReverseProxy.Forwarder;

namespace Strangler.Gateway.Legacy;

/// <summary>YARP's client for legacy: header bytes as Latin-1 both ways, no tracing header of ours, a bounded time to connect.</summary>
internal sealed class LegacyHttpClientFactory(IOptions<LegacyOptions> options, LegacyPresence presence, ILogger<ForwarderHttpClientFactory> logger)
    : ForwarderHttpClientFactory(logger)
{
    protected override void ConfigureHandler(ForwarderHttpClientContext context, SocketsHttpHandler handler)
    {
        base.ConfigureHandler(context, handler);
        handler.ConnectTimeout = options.Value.LegacyConnectTimeout;
        handler.ActivityHeadersPropagator = null;
        handler.RequestHeaderEncodingSelector = ClientHost.EncodingOf;
        handler.ResponseHeaderEncodingSelector = static (_, _) => Encoding.Latin1;
    }

    protected override HttpMessageHandler WrapHandler(ForwarderHttpClientContext context, HttpMessageHandler handler)
    {
        var unpooled = new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            UseCookies = false,
            PooledConnectionLifetime = TimeSpan.Zero,
            PlaintextStreamFilter = static (connection, _) => ValueTask.FromResult(Filter(connection)),
        };
        ConfigureHandler(context, unpooled);
        return new LegacyConnections(handler, unpooled, context.ClusterId == "legacy" ? presence.Heard : static () => { });
    }

    private static Stream Filter(SocketsHttpPlaintextStreamFilterContext connection) =>
        EarlyAnswer.Of(connection.InitialRequestMessage) is { } early ? new EarlyAnswerStream(connection.PlaintextStream, early) : connection.PlaintextStream;
}
