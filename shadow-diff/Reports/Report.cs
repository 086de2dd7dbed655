namespace Strangler.ShadowDiff.Reports;

/// <summary>The whole report: <c>GET /api/reports</c>.</summary>
public sealed record Report(DateTimeOffset At, IReadOnlyList<RouteReport> Routes);
