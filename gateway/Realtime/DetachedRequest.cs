using Microsoft.AspNetCore.Http.Features;

namespace Strangler.Gateway.Realtime;

/// <summary>Sends a client's request on apart from the client: it may be answered otherwise meanwhile, or go.</summary>
internal static class DetachedRequest
{
    /// <summary>The rest of the pipeline on a copy of a request without a body.</summary>
    /// <param name="client">The request; not needed any more once this returns.</param>
    /// <param name="next">The rest.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static Task<DetachedAnswer> SendAsync(HttpContext client, RequestDelegate next, CancellationToken cancellationToken)
    {
        var body = new MemoryStream();
        var features = new FeatureCollection();
        foreach (var (type, feature) in client.Features)
        {
            if (type.Namespace?.StartsWith(nameof(Strangler), StringComparison.Ordinal) == true)
                features[type] = feature; // what has been decided
        }

        features.Set<IHttpRequestFeature>(RequestOf(client));
        features.Set<IHttpConnectionFeature>(ConnectionOf(client.Connection));
        features.Set<IHttpRequestLifetimeFeature>(new HttpRequestLifetimeFeature { RequestAborted = cancellationToken });
        features.Set<IHttpResponseFeature>(new HttpResponseFeature());
        features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(body));
        features.Set<IRouteValuesFeature>(new RouteValuesFeature { RouteValues = new(client.Request.RouteValues) });
        var contexts = client.RequestServices.GetRequiredService<IHttpContextFactory>();
        var endpoint = client.GetEndpoint();
        return Task.Run(() => RunAsync(contexts, features, endpoint, next, body), cancellationToken);
    }

    private static async Task<DetachedAnswer> RunAsync(IHttpContextFactory contexts, FeatureCollection features, Endpoint? endpoint, RequestDelegate next, MemoryStream body)
    {
        var context = contexts.Create(features);
        try
        {
            context.SetEndpoint(endpoint);
            await next(context);
            await context.Response.CompleteAsync();
            var response = features.GetRequiredFeature<IHttpResponseFeature>();
            return new(response.StatusCode, response.ReasonPhrase, response.Headers, body.ToArray());
        }
        finally
        {
            contexts.Dispose(context);
        }
    }

    private static HttpRequestFeature RequestOf(HttpContext client)
    {
        var request = client.Features.GetRequiredFeature<IHttpRequestFeature>();
        var headers = new HeaderDictionary(request.Headers.Count);
        foreach (var (name, values) in request.Headers)
            headers[name] = values;
        return new()
        {
            Method = request.Method,
            Scheme = request.Scheme,
            PathBase = request.PathBase,
            Path = request.Path,
            QueryString = request.QueryString,
            RawTarget = request.RawTarget,
            Protocol = request.Protocol,
            Headers = headers,
        };
    }

    private static HttpConnectionFeature ConnectionOf(ConnectionInfo connection) => new()
    {
        ConnectionId = connection.Id,
        RemoteIpAddress = connection.RemoteIpAddress,
        RemotePort = connection.RemotePort,
        LocalIpAddress = connection.LocalIpAddress,
        LocalPort = connection.LocalPort,
    };
}

/// <summary>What came of a request.</summary>
/// <param name="Status">Its status code.</param>
/// <param name="Reason">Its reason phrase.</param>
/// <param name="Headers">All of them.</param>
/// <param name="Body">Whole.</param>
internal sealed record DetachedAnswer(int Status, string? Reason, IHeaderDictionary Headers, byte[] Body);
