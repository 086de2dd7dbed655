using Strangler.Testing.Comparison;

namespace Strangler.EndToEnd.Tests.Recordings;

/// <summary>Differences that the gateway makes on purpose, whoever answers.</summary>
internal static class GatewayRules
{
    private static readonly string[] Malformed =
    [
        "http_level/no Host header", "http_level/HTTP/0.9", "api_connect/Content-Length not a number", "static/NUL in path", "api_check_receipt/GET a%00b",
    ];

    public static IReadOnlyList<Rule> All { get; } =
    [
        new("hop-by-hop", "Connection and Keep-Alive belong to the connection to the gateway, which keeps it open", (difference, _) =>
            difference is { Header: "Connection", Actual: null or "close" or "keep-alive" } or { Header: "Keep-Alive", Actual: null }),
        new("header-order", "The order of different headers has no meaning (RFC 9110 5.3)", (difference, _) => difference.Part == "header order"),
        new("own-answer", "What the gateway or a module answers does not call itself Werkzeug (contract 14: Server is volatile)",
            (difference, _) => difference is { Header: "Server", Actual: null }),
        new("Q14-date", "Q14: one Date instead of two", (difference, _) =>
            difference.Header == "Date" && VolatileRules.Rfc1123().IsMatch(difference.Actual ?? "")),
        new("Q14-continue", "Q14: at most one 100 Continue instead of two; none where the body has arrived already (RFC 9110 10.1.1)", (difference, _) =>
            difference is { Part: "interim", Actual: "" or "HTTP/1.1 100 Continue", Recorded: "HTTP/1.1 100 Continue · HTTP/1.1 100 Continue" }),
        new("malformed", "The gateway refuses with 400 what HTTP forbids: no Host, HTTP/0.9, a length that is no number, NUL in a path",
            (_, exchange) => Malformed.Contains(exchange.Recording.Id) && exchange.Actual.Status == 400),
        new("half-close", "A client that ends its side in the middle of the body has given up: the gateway answers nobody", (difference, exchange) =>
            exchange.Request.HalfClose && difference is { Part: "answer", Actual: null }),
    ];
}
