namespace Strangler.ShadowDiff.Reports;

/// <summary>What a route shows on a day, or with a build of modern, against the one before: <c>GET /api/reports/{route}/changes</c>.</summary>
/// <param name="Route">The route.</param>
/// <param name="At">When it was read.</param>
/// <param name="Before">The day before, or the build before; null where there is none.</param>
/// <param name="After">The day, or the build.</param>
/// <param name="New">First seen in it.</param>
/// <param name="Reopened">Open again since then: seen again after it was fixed, an acceptance that ran out, or a person's word.</param>
/// <param name="Back">Seen before, not in <paramref name="Before"/>, and in it again.</param>
/// <param name="Quiet">Seen in <paramref name="Before"/> and not in it. Empty while nothing was compared in it: then that proves nothing.</param>
/// <param name="Still">Seen in both.</param>
/// <param name="Builds">The builds of modern that have answered, the newest first.</param>
public sealed record RouteChange(
    string Route,
    DateTimeOffset At,
    ChangeSpan? Before,
    ChangeSpan After,
    ChangedFindings New,
    ChangedFindings Reopened,
    ChangedFindings Back,
    ChangedFindings Quiet,
    ChangedFindings Still,
    IReadOnlyList<RouteBuild> Builds);

/// <summary>A day (UTC), or the time of a build, and what was compared in it.</summary>
/// <param name="Name">The day as 2027-01-31, or the build's name.</param>
/// <param name="From">Its begin, in whole hours.</param>
/// <param name="Until">Its end: what comes then is no part of it.</param>
/// <param name="Build">Null for a day, which is of all builds.</param>
/// <param name="Figures">Its counts, and shares of them; without latencies.</param>
/// <param name="Unnamed">Exchanges that showed divergences which are not kept apart: more than twenty at once. No list below counts them.</param>
public sealed record ChangeSpan(string Name, DateTimeOffset From, DateTimeOffset Until, string? Build, RouteParity Figures, long Unnamed);

/// <summary>Fingerprints, those that stand first.</summary>
/// <param name="Total">How many there are.</param>
/// <param name="Divergences">The first of them, <see cref="FindingQuery.PageSize"/> at most.</param>
public sealed record ChangedFindings(int Total, IReadOnlyList<ChangedFinding> Divergences);

/// <summary>A fingerprint, and the exchanges that showed it. Only what stood while it was seen, and is not meant, is counted by hour.</summary>
public sealed record ChangedFinding(ListedFinding Divergence, long Before, long After);

/// <summary>A build of modern that has answered a route.</summary>
/// <param name="Name">As the host names it; empty where it names none.</param>
/// <param name="First">The hour in which it was first seen.</param>
/// <param name="Last">The hour in which it was last seen.</param>
public sealed record RouteBuild(string Name, DateTimeOffset First, DateTimeOffset Last);
