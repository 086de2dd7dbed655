namespace Strangler.Contract.Management;

/// <summary>Answer to a change that was carried out.</summary>
/// <param name="Changes">What moved; empty when everything was there already.</param>
/// <param name="Warning">Carried out, but something needs a person; null when nothing does.</param>
public sealed record ChangesResponse(IReadOnlyList<Change> Changes, string? Warning);

/// <summary>One thing that moved.</summary>
/// <param name="Route">A route's name, or <c>legacy-only</c>.</param>
/// <param name="Before">The stage before, as <see cref="RouteStage"/> writes it, or on/off.</param>
/// <param name="After">The stage after, or on/off.</param>
public sealed record Change(string Route, string Before, string After);

/// <summary>Answer to a nudge.</summary>
/// <param name="Closed">Connections of the side that no longer serves the route, which were asked to connect anew.</param>
/// <param name="Warning">Carried out, but something needs a person; null when nothing does.</param>
public sealed record NudgeResponse(int Closed, string? Warning);

/// <summary>Answer to an upgrade, once the new gateway serves.</summary>
/// <param name="ProcessId">The new gateway's.</param>
/// <param name="EarlierProcessId">That of the gateway before, which ends with what it has begun.</param>
public sealed record UpgradeResponse(int ProcessId, int EarlierProcessId);

/// <summary>Answer to a request that was refused, whatever its status.</summary>
/// <param name="Error">All of it in one text.</param>
/// <param name="Errors">The same one by one, where there are several reasons; otherwise null.</param>
public sealed record ErrorResponse(string Error, IReadOnlyList<string>? Errors = null);
