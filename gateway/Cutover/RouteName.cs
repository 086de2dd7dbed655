namespace Strangler.Gateway.Cutover;

/// <summary>Endpoint metadata: the route group that an endpoint belongs to, whichever side serves it (<c>status</c>, <c>realtime</c>, <c>static</c>…).</summary>
public sealed record RouteName(string Value);
