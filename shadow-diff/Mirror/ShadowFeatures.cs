using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Mirror;

/// <summary>Makes the features of a context in which a captured request runs again.</summary>
internal static class ShadowFeatures
{
    public static FeatureCollection Create(CapturedRequest request, ShadowResponse response, CancellationToken aborted)
    {
        var features = new FeatureCollection();
        features.Set<IHttpRequestFeature>(Request(request));
        features.Set<IHttpRequestBodyDetectionFeature>(new BodyDetection(request.HasBody && request.Body.Length > 0));
        features.Set<IHttpConnectionFeature>(Connection(request));
        features.Set<IHttpRequestLifetimeFeature>(new HttpRequestLifetimeFeature { RequestAborted = aborted });
        features.Set<IHttpRequestIdentifierFeature>(new HttpRequestIdentifierFeature());
        features.Set<IHttpResponseFeature>(response);
        features.Set<IHttpResponseBodyFeature>(response);
        features.Set<IRouteValuesFeature>(new RouteValuesFeature { RouteValues = new(request.RouteValues) });
        return features;
    }

    private static HttpRequestFeature Request(CapturedRequest request)
    {
        var headers = new HeaderDictionary(request.Headers.Count);
        foreach (var (name, values) in request.Headers)
            headers[name] = values;

        return new()
        {
            Method = request.Method,
            Scheme = request.Scheme,
            PathBase = request.PathBase.Value ?? "",
            Path = request.Path.Value ?? "",
            QueryString = request.Query.Value ?? "",
            RawTarget = request.RawTarget,
            Protocol = request.Protocol,
            Headers = headers,
            Body = request.Body.Length == 0 ? Stream.Null : new MemoryStream(request.Body, writable: false),
        };
    }

    private static HttpConnectionFeature Connection(CapturedRequest request) => new()
    {
        ConnectionId = "shadow",
        RemoteIpAddress = request.Remote.Address,
        RemotePort = request.Remote.Port,
        LocalIpAddress = request.Local.Address,
        LocalPort = request.Local.Port,
    };

    private sealed class BodyDetection(bool canHaveBody) : IHttpRequestBodyDetectionFeature
    {
        public bool CanHaveBody => canHaveBody;
    }
}
