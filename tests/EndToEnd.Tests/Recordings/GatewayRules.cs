using Strangler.Testing.Comparison;

namespace Strangler.EndToEnd.Tests.Recordings;

/// <summary>Differences that the gateway makes on purpose, whoever answers.</summary>
internal static class GatewayRules
{
    public static IReadOnlyList<Rule> All { get; } =
    [
        new("hop-by-hop", "Connection and Keep-Alive belong to the connection to the gateway, which keeps it open", (difference, _) =>
            difference is { Header: "Connection", Actual: null or "close" } or { Header: "Keep-Alive", Actual: null }),
        new("header-order", "The order of different headers has no meaning (RFC 9110 5.3)", (difference, _) => difference.Part == "header order"),
        new("Q14-date", "Q14: one Date instead of two", (difference, _) =>
            difference.Header == "Date" && VolatileRules.Rfc1123().IsMatch(difference.Actual ?? "")),
        new("Q14-continue", "Q14: one 100 Continue instead of two", (difference, _) =>
            difference is { Part: "interim", Actual: "HTTP/1.1 100 Continue", Recorded: "HTTP/1.1 100 Continue · HTTP/1.1 100 Continue" }),
    ];
}
