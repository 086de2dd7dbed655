namespace Strangler.Cutover.Api;

/// <summary>What the gateway answered: read for a person, and word for word for a script.</summary>
internal sealed record Answer<T>(T Value, string Json);
