using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Primitives;

namespace Strangler.ShadowDiff.Model;

/// <summary>A request as the client sent it, detached from its connection so that it can be sent again.</summary>
internal sealed record CapturedRequest
{
    public required string Method { get; init; }

    public required string Scheme { get; init; }

    public required PathString PathBase { get; init; }

    public required PathString Path { get; init; }

    public required QueryString Query { get; init; }

    /// <summary>The request target byte for byte as it stood on the request line.</summary>
    public required string RawTarget { get; init; }

    public required string Protocol { get; init; }

    public required IReadOnlyDictionary<string, StringValues> Headers { get; init; }

    public required RouteValueDictionary RouteValues { get; init; }

    public required (IPAddress? Address, int Port) Remote { get; init; }

    public required (IPAddress? Address, int Port) Local { get; init; }

    /// <summary>Whether the request announced a body, even an empty one.</summary>
    public required bool HasBody { get; init; }

    public byte[] Body { get; init; } = [];

    /// <summary>Taken before the answering side runs, because it may rewrite what it was given.</summary>
    public static CapturedRequest Take(HttpContext context) => new()
    {
        Method = context.Request.Method,
        Scheme = context.Request.Scheme,
        PathBase = context.Request.PathBase,
        Path = context.Request.Path,
        Query = context.Request.QueryString,
        RawTarget = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget,
        Protocol = context.Request.Protocol,
        Headers = new Dictionary<string, StringValues>(context.Request.Headers, StringComparer.OrdinalIgnoreCase),
        RouteValues = new RouteValueDictionary(context.Request.RouteValues),
        Remote = (context.Connection.RemoteIpAddress, context.Connection.RemotePort),
        Local = (context.Connection.LocalIpAddress, context.Connection.LocalPort),
        HasBody = AnnouncesBody(context.Request),
    };

    /// <summary>Whether the request says that a body follows. Asked of the headers, since a body may be announced and empty.</summary>
    public static bool AnnouncesBody(HttpRequest request) =>
        request.ContentLength is not null || request.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true };
}
