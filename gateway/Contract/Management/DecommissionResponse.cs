namespace Strangler.Contract.Management;

/// <summary>Answer of <c>GET /api/decommission</c>: whether legacy can be switched off, and what still reaches it.</summary>
/// <param name="CanBeSwitchedOff">Whether nothing is missing.</param>
/// <param name="Days">How many days back were looked at.</param>
/// <param name="CountedSince">Since when it is known who reached legacy: counted, and not so old that it is not kept; null before the database was first written.</param>
/// <param name="LastReached">When a client's request last reached legacy, as far as that is counted; null for never.</param>
/// <param name="Missing">What is in the way, a sentence each.</param>
/// <param name="Use">Who reached legacy in those days, the latest first.</param>
public sealed record DecommissionResponse(
    bool CanBeSwitchedOff, int Days, DateTimeOffset? CountedSince, DateTimeOffset? LastReached, IReadOnlyList<string> Missing, IReadOnlyList<LegacyUseResponse> Use);

/// <summary>Requests that legacy answered.</summary>
/// <param name="Route">Of the path; <c>static</c> for one that no other route has.</param>
/// <param name="Stage">Where the route stands now.</param>
/// <param name="Why">What sent them there: <c>flag</c>, <c>fallback</c> (modern could not), <c>ownership</c> (a job of legacy's), <c>tester</c>, <c>legacy-only</c> or <c>no-module</c>.</param>
/// <param name="Caller">Who asked, as far as <c>Gateway:Callers</c> lets that be kept: an address or network, and the program.</param>
/// <param name="Count">How many in those days.</param>
/// <param name="Last">The last one.</param>
public sealed record LegacyUseResponse(string Route, string Stage, string Why, string Caller, long Count, DateTimeOffset Last);
