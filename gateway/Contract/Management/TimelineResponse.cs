namespace Strangler.Contract.Management;

/// <summary>Answer of <c>GET /api/timeline</c>: what both sides answered lately, and what was changed meanwhile.</summary>
/// <param name="Route">Null for all routes together.</param>
/// <param name="From">Where the time that was asked for begins; there are no samples from before the gateway's start.</param>
/// <param name="To">The end of the newest sample.</param>
/// <param name="Started">When the gateway began to sample.</param>
/// <param name="IntervalSeconds">How long a sample is, as a rule.</param>
/// <param name="Samples">Oldest first.</param>
/// <param name="Marks">The moves of the route, of all routes when none was asked for, and of <c>legacy-only</c>; oldest first.</param>
public sealed record TimelineResponse(
    string? Route, DateTimeOffset From, DateTimeOffset To, DateTimeOffset Started, int IntervalSeconds, IReadOnlyList<TimelineSample> Samples, IReadOnlyList<AuditedChange> Marks);

/// <summary>What both sides answered until <paramref name="At"/>, since the sample before.</summary>
public sealed record TimelineSample(DateTimeOffset At, TimelineSide Legacy, TimelineSide Modern);

/// <summary>What one side answered.</summary>
/// <param name="Requests">Answers.</param>
/// <param name="Errors">Those of status 500 or more.</param>
/// <param name="P95Ms">Milliseconds that 95 % of them did not exceed; null where there was none. Of all routes together without <c>realtime</c>, whose requests last as long as a page is open.</param>
public sealed record TimelineSide(int Requests, int Errors, double? P95Ms);
