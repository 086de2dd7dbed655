namespace Strangler.Gateway.Legacy;

/// <summary>
/// Chooses the connection to legacy. A kept connection may have been closed by legacy a moment ago. A body can be sent only once, so
/// requests with one always open a connection of their own; a safe request without one is asked again, at last on a fresh connection too.
/// </summary>
internal sealed class LegacyConnections(HttpMessageHandler pooled, HttpMessageHandler unpooled, Action answered) : DelegatingHandler(pooled)
{
    private readonly HttpMessageInvoker _unpooled = new(unpooled);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = await (request.Content is null ? SendPooledAsync(request, cancellationToken) : _unpooled.SendAsync(request, cancellationToken));
        answered();
        return answer;
    }

    private async Task<HttpResponseMessage> SendPooledAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await base.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException ended) when (ended.HttpRequestError is HttpRequestError.ResponseEnded or HttpRequestError.Unknown)
        {
            return await _unpooled.SendAsync(request, cancellationToken);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _unpooled.Dispose();
        base.Dispose(disposing);
    }
}
