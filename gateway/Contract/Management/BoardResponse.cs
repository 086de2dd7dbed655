namespace Strangler.Contract.Management;

/// <summary>Answer of <c>GET /api/routes</c>: the operator's table.</summary>
/// <param name="Legacy">The legacy server; null from a gateway that does not say.</param>
/// <param name="LegacyOnly">The switch above all stages, as <c>features.json</c> has it.</param>
/// <param name="LegacyFlaskProxy">Whether the gateway was started with <c>--legacy-flask-proxy</c>, which outranks stages and switch: legacy answers every route.</param>
/// <param name="AuditProblem">Why changes do not get into the audit's database, and where they are meanwhile; null when they do.</param>
/// <param name="JobsProblem">What an operator should know of backups, as a sentence: that modern can start none, or that jobs are in memory only; null for nothing.</param>
/// <param name="Latched">The routes that the gateway itself has taken back, which stay there until a person moves them; null from a gateway that takes none back.</param>
/// <param name="NotReady">The modules that cannot work, those that modern serves first; null from a gateway that does not say.</param>
/// <param name="TrialUntil">When the trial of seeded faults that runs ends at the latest; null while none does.</param>
/// <param name="PlansProblem">Why nothing is known of the routes' plans, so that none goes on; null when they are known.</param>
/// <param name="LastChange">What has moved last, a route or <c>legacy-only</c>; null where nothing has, or the audit cannot be read.</param>
public sealed record BoardResponse(
    bool LegacyOnly, bool LegacyFlaskProxy, LegacyResponse? Legacy, ReloadsResponse Reloads, string? AuditProblem, string? JobsProblem, IReadOnlyList<RouteResponse> Routes,
    DateTimeOffset? TrialUntil = null, IReadOnlyList<LatchResponse>? Latched = null, string? PlansProblem = null, IReadOnlyList<NotReadyResponse>? NotReady = null, AuditedChange? LastChange = null);

/// <summary>A check of modules that fails.</summary>
/// <param name="Routes">The routes that cannot go further than <c>shadow</c> because of it.</param>
/// <param name="Served">Those of them that modern answers all the same.</param>
/// <param name="Problem">What is wrong, where, and what to do.</param>
/// <param name="Since">When it began to fail.</param>
public sealed record NotReadyResponse(string Check, IReadOnlyList<string> Routes, IReadOnlyList<string> Served, string Problem, DateTimeOffset Since);

/// <summary>A route that the gateway itself has taken back.</summary>
/// <param name="Before">The stage that it was at, as <see cref="RouteStage"/> writes it.</param>
/// <param name="After">The stage that it is held at.</param>
/// <param name="At">Since when.</param>
/// <param name="Watch">What found the reason, a word such as <c>errors</c>.</param>
/// <param name="Evidence">The reason.</param>
/// <param name="Written">Whether <c>features.json</c> says so too; it is held all the same.</param>
public sealed record LatchResponse(string Route, string Before, string After, DateTimeOffset At, string Watch, string Evidence, bool Written);

/// <summary>The legacy server.</summary>
/// <param name="Address">Scheme, host and port; null when none is configured.</param>
/// <param name="IsNeeded">False when every route is complete: then nothing is sent there, and it may be gone.</param>
/// <param name="Answers">Whether something listens at the address.</param>
public sealed record LegacyResponse(string? Address, bool IsNeeded, bool Answers);

/// <summary>Readings of <c>yarp.json</c> and <c>features.json</c>: in force, refused, and the error that still stands.</summary>
public sealed record ReloadsResponse(long Good, long Bad, string? LastError);

/// <summary>One route. Shares are 0 to 1; null where nothing is known yet.</summary>
/// <param name="Percentage">At canary, the clients of 100 that modern answers; else null.</param>
/// <param name="ServedBy"><c>legacy</c> or <c>modern</c>; at canary <c>both</c>.</param>
/// <param name="Plan">The plan that is under way; null for none.</param>
/// <param name="Fallback">The requests that legacy answered because modern could not; null while there were none.</param>
/// <param name="Hanging">Requests under way that modern has not begun to answer for too long.</param>
public sealed record RouteResponse(
    string Route,
    string Stage,
    decimal? Percentage,
    string ServedBy,
    bool HasModule,
    RequestsResponse Requests,
    ErrorsResponse Errors,
    GateResponse? Gate,
    double? Parity,
    double? Coverage,
    LatencyResponse? LegacyMs,
    LatencyResponse? ModernMs,
    LastChangeResponse? LastChange,
    PlanResponse? Plan = null,
    FallbackResponse? Fallback = null,
    int Hanging = 0);

/// <summary>Requests that each side has answered since the start.</summary>
public sealed record RequestsResponse(long Legacy, long Modern);

/// <summary>Answers with a status of 500 or more that each side has given since the start.</summary>
public sealed record ErrorsResponse(long Legacy, long Modern);

/// <summary>Requests that legacy answered because modern could not, since the start; they are among legacy's.</summary>
/// <param name="Last">When the last one was.</param>
/// <param name="Cause">Of the last one: <c>exception</c>, <c>timeout</c>, <c>breaker-open</c> or <c>server-error</c>.</param>
/// <param name="Lasts">Whether that was less than a minute ago.</param>
public sealed record FallbackResponse(long Count, DateTimeOffset Last, string Cause, bool Lasts);

/// <summary>What the promotion gate says; null for a route without a module, and while the database cannot be read.</summary>
/// <param name="Verdict"><c>passes</c>, <c>blocked</c>, or <c>no-evidence</c> while nothing has been compared.</param>
/// <param name="Unmet">The names of the criteria that are not met.</param>
public sealed record GateResponse(string Verdict, IReadOnlyList<string> Unmet);

/// <summary>Milliseconds.</summary>
public sealed record LatencyResponse(double P50, double P95);

/// <summary>The route's newest entry in the audit.</summary>
public sealed record LastChangeResponse(long Id, DateTimeOffset At, string Who, string Why, string Before, string After);

/// <summary>Answer of <c>GET /api/tester-links</c>: addresses that set or end a tester's choice in the browser that opens them.</summary>
/// <param name="Legacy">From then on legacy answers it, where both sides can.</param>
/// <param name="Modern">From then on modern does.</param>
/// <param name="Off">From then on it is a client as any other.</param>
public sealed record TesterLinksResponse(string Legacy, string Modern, string Off);
