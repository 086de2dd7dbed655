using Microsoft.Extensions.Primitives;
using Strangler.ShadowDiff.Model;

namespace Strangler.CommandLine.Cases;

/// <summary>One request that both sides are to answer alike.</summary>
/// <param name="Name">Tells it from the others of its source, e.g. <c>status.json: method HEAD</c>.</param>
/// <param name="Route">Name of its route, which chooses the rules of the comparison.</param>
/// <param name="Request">What is sent, before values of earlier answers are put into it.</param>
internal sealed record Case(string Name, string Route, CaseRequest Request)
{
    /// <summary>Stands for the route of what is no request to a server.</summary>
    public const string NoRoute = "-";

    /// <summary>Values that its answer gives to later cases, by name.</summary>
    public IReadOnlyDictionary<string, AnswerPlace> Captures { get; init; } = new Dictionary<string, AnswerPlace>();

    /// <summary>Names of captured values that its request holds.</summary>
    public IReadOnlyList<string> Uses { get; init; } = [];

    /// <summary>What its answer must say before it counts; null: the first answer counts.</summary>
    public Waiting? Until { get; init; }

    /// <summary>When it was recorded; null where the source does not know.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Why it is listed but not sent; null when it is.</summary>
    public string? NotSent { get; init; }
}

/// <summary>A request as it goes out.</summary>
/// <param name="Target">Byte for byte as on the request line.</param>
/// <param name="Headers">Names without regard to case; without a <c>Host</c> each side gets its own.</param>
/// <param name="Body">Null for a request that announces none.</param>
internal sealed record CaseRequest(string Method, string Target, IReadOnlyDictionary<string, StringValues> Headers, byte[]? Body)
{
    /// <summary>Headers that say where a request ends: that is for whoever sends it to say.</summary>
    public static bool IsFraming(string header) => header.ToUpperInvariant() is "CONTENT-LENGTH" or "TRANSFER-ENCODING";

    /// <summary>Headers that are set anew for each side, whatever a recording says.</summary>
    public static bool IsOurs(string header) => IsFraming(header) || header.Equals("Host", StringComparison.OrdinalIgnoreCase);

    /// <summary>Why it would not arrive as this one request; null when it would.</summary>
    public string? WhyNot() => SingleRequest.WhyNot(Method, Target, Headers);
}
