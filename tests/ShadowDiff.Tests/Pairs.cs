using System.Text;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Tests;

/// <summary>Makes pairs of answers for the comparison.</summary>
internal static class Pairs
{
    public static ResponsePair Json(string legacy, string modern) => Of(Response(legacy), Response(modern));

    public static ResponsePair Of(CapturedResponse legacy, CapturedResponse modern, string method = "GET") => new("status", method, new Dictionary<string, StringValues>(), legacy, modern);

    public static CapturedResponse Response(string body = "", int status = 200, params (string Name, string Value)[] headers) =>
        Response(Encoding.UTF8.GetBytes(body), status, headers);

    public static CapturedResponse Response(byte[] body, int status = 200, params (string Name, string Value)[] headers)
    {
        var all = new Dictionary<string, StringValues>(StringComparer.OrdinalIgnoreCase) { ["Content-Type"] = "application/json" };
        foreach (var (name, value) in headers)
            all[name] = value.Length == 0 ? StringValues.Empty : new StringValues(value.Split('|'));

        return new(status, ReasonPhrases.GetReasonPhrase(status).ToUpperInvariant(), all, body);
    }

    public static CapturedExchange Exchange(ResponsePair pair, DateTimeOffset at, CapturedRequest? request = null) =>
        new(new(pair.Route, Side.Legacy, SideEffect.Safe, null, null, true), request ?? Request(), pair.Legacy, TimeSpan.Zero, at);

    public static CapturedRequest Request(byte[]? body = null, params (string Name, string Value)[] headers) => new()
    {
        Method = "GET",
        Scheme = "http",
        PathBase = "",
        Path = "/api/status",
        Query = default,
        RawTarget = "/api/status",
        Protocol = "HTTP/1.1",
        Headers = headers.ToDictionary(header => header.Name, header => new StringValues(header.Value), StringComparer.OrdinalIgnoreCase),
        RouteValues = new RouteValueDictionary(),
        Remote = default,
        Local = default,
        HasBody = body is not null,
        Body = body ?? [],
    };
}
