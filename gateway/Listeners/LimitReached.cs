namespace Strangler.Gateway.Listeners;

/// <summary>Feature of a request that the limit of requests at once has refused: no side was asked.</summary>
/// <param name="InFlight">How many its client has under way.</param>
internal sealed record LimitReached(int InFlight);
