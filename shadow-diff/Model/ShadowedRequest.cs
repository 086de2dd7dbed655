namespace Strangler.ShadowDiff.Model;

/// <summary>The feature of a context in which modern answers a copy of a request, for no client.</summary>
/// <param name="Route">The request's route.</param>
/// <param name="TraceId">Of the trace that was recorded of the request; null for none.</param>
public sealed record ShadowedRequest(string Route, string? TraceId);
