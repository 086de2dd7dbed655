using Microsoft.Extensions.Primitives;

namespace Strangler.ShadowDiff.Model;

/// <summary>The two answers to one request. The columns are fixed, whoever answered the client.</summary>
public sealed record ResponsePair(
    string Route,
    string Method,
    IReadOnlyDictionary<string, StringValues> RequestHeaders,
    CapturedResponse Legacy,
    CapturedResponse Modern)
{
    /// <summary>Path and query as on the request line; empty where nobody knows, and then no rule that asks for one holds.</summary>
    public string Target { get; init; } = "";

    /// <summary>The side that answered the client; null where nobody did, or each side had a client of its own.</summary>
    public Side? ServedBy { get; init; }

    /// <summary>Whether legacy fails where modern answers: a fault of legacy's moment, which is in the evidence, and no reason to send clients there.</summary>
    public bool IsOfLegacysOutage => IsOutage(Legacy.Status, Modern.Status);

    /// <summary>The request's body; empty for none.</summary>
    public byte[] RequestBody { get; init; } = [];

    internal static bool IsOutage(int legacyStatus, int modernStatus) => legacyStatus >= 500 && modernStatus < 500;
}
