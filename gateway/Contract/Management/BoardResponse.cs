namespace Strangler.Contract.Management;

/// <summary>Answer of <c>GET /api/routes</c>: the operator's table.</summary>
public sealed record BoardResponse(bool LegacyOnly, ReloadsResponse Reloads, IReadOnlyList<RouteResponse> Routes);

/// <summary>Readings of <c>yarp.json</c> and <c>features.json</c>: in force, refused, and the error that still stands.</summary>
public sealed record ReloadsResponse(long Good, long Bad, string? LastError);

/// <summary>One route. Shares are 0 to 1; null where nothing is known yet.</summary>
public sealed record RouteResponse(
    string Route,
    string Stage,
    string ServedBy,
    bool HasModule,
    RequestsResponse Requests,
    double? Parity,
    double? Coverage,
    LatencyResponse? LegacyMs,
    LatencyResponse? ModernMs,
    LastChangeResponse? LastChange);

/// <summary>Requests that each side has answered since the start.</summary>
public sealed record RequestsResponse(long Legacy, long Modern);

/// <summary>Milliseconds.</summary>
public sealed record LatencyResponse(double P50, double P95);

/// <summary>The route's newest entry in the audit.</summary>
public sealed record LastChangeResponse(long Id, DateTimeOffset At, string Who, string Why, string Before, string After);
