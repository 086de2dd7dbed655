namespace Strangler.Cutover.Api;

/// <summary>Answer of <c>GET /api/routes</c>.</summary>
internal sealed record Board(bool LegacyOnly, Reloads? Reloads, IReadOnlyList<BoardRoute> Routes);

/// <summary>How often the configuration files were read again, and what is wrong with them now.</summary>
internal sealed record Reloads(long Good, long Bad, string? LastError);

/// <summary>One route's line on the board. Parity and coverage are shares from 0 to 1, null before the first comparison.</summary>
internal sealed record BoardRoute(
    string Route, string Stage, string ServedBy, bool HasModule, RequestCounts Requests, double? Parity, double? Coverage,
    Percentiles? LegacyMs, Percentiles? ModernMs, AuditEntry? LastChange);

/// <summary>Requests since the gateway started, by the side that answered.</summary>
internal sealed record RequestCounts(long Legacy, long Modern);

/// <summary>Milliseconds.</summary>
internal sealed record Percentiles(double P50, double P95);
