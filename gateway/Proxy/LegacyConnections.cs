namespace Strangler.Gateway.Proxy;

/// <summary>
/// Chooses the connection to legacy. A kept connection may have been closed by legacy a moment ago; a request without a body is then
/// simply asked again, but a body can be sent only once. So requests with one always open a connection of their own.
/// </summary>
internal sealed class LegacyConnections(HttpMessageHandler pooled, HttpMessageHandler unpooled) : DelegatingHandler(pooled)
{
    private readonly HttpMessageInvoker _unpooled = new(unpooled);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        request.Content is null ? base.SendAsync(request, cancellationToken) : _unpooled.SendAsync(request, cancellationToken);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _unpooled.Dispose();
        base.Dispose(disposing);
    }
}
