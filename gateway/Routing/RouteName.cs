namespace Strangler.Gateway.Routing;

/// <summary>
/// Endpoint metadata: the name of the route group an endpoint belongs to, e.g. <c>status</c>. A proxied route takes it from
/// <c>Metadata.Route</c> in <c>yarp.json</c>, a module's endpoint from <c>WithCutover</c>.
/// </summary>
public sealed record RouteName(string Value);
