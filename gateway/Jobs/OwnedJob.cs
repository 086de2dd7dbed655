namespace Strangler.Gateway.Jobs;

/// <summary>A job of which no more is known than whose it is.</summary>
internal readonly record struct OwnedJob(string Id, DateTimeOffset Started);
