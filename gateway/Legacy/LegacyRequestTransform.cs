using Microsoft.AspNetCore.Http.Features;
using Strangler.Services.Flask;
using Yarp.ReverseProxy.Transforms;

namespace Strangler.Gateway.Legacy;

/// <summary>The request as legacy gets it from the HTTP client: target and headers as the client sent them.</summary>
internal sealed class LegacyRequestTransform : RequestTransform
{
    private static readonly UriCreationOptions Verbatim = new() { DangerousDisablePathAndQueryCanonicalization = true };

    public override ValueTask ApplyAsync(RequestTransformContext context)
    {
        var target = context.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        context.ProxyRequest.RequestUri = AddressOf(context.DestinationPrefix, target);

        var request = new ClientRequest(context);
        var lines = LegacyRequestHeaders.Copy(context.HttpContext, ref request);
        ForbidRetry(context);
        LegacyRequestHeaders.AddForwarded(context.HttpContext, lines + (HasLengthOfOurs(context) ? 1 : 0), ref request);
        EarlyAnswer.Watch(context.HttpContext, context.ProxyRequest);
        return default;
    }

    /// <summary>The address to ask, with the request target exactly as the client wrote it (dotnet/yarp#1419).</summary>
    private static Uri AddressOf(string prefix, string target) =>
        new(string.Concat(prefix.AsSpan().TrimEnd('/'), RequestTarget.OriginForm(target)), Verbatim);

    /// <summary>
    /// The HTTP client asks again when a connection ends without an answer and no body was sent. Legacy may have acted by then, so
    /// that is for safe methods only. The header is on the wire in either case.
    /// </summary>
    private static void ForbidRetry(RequestTransformContext context)
    {
        if (context.ProxyRequest.Content is null && !IsSafe(context.ProxyRequest.Method))
            AddHeader(context, "Content-Length", "0");
    }

    /// <summary>Whether the HTTP client adds a line that says how long the body is: the client's own was none, or belonged to its connection.</summary>
    private static bool HasLengthOfOurs(RequestTransformContext context) =>
        context.ProxyRequest.Content is not null && (context.HttpContext.Request.ContentLength is null || context.HttpContext.Request.Headers.TransferEncoding.Count > 0);

    private static bool IsSafe(HttpMethod method) =>
        method == HttpMethod.Get || method == HttpMethod.Head || method == HttpMethod.Options || method == HttpMethod.Trace;

    private readonly struct ClientRequest(RequestTransformContext context) : ILegacyRequest
    {
        public void Add(string name, string value)
        {
            if (name == "Host")
                ClientHost.Set(context.ProxyRequest, value);
            else
                AddHeader(context, name, value);
        }
    }
}
