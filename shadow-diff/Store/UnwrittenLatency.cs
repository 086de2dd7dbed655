namespace Strangler.ShadowDiff.Store;

/// <summary>What a route's exchanges have taken since the last write, paired: both sides have one entry for each. As <see cref="LatencyRecord.Save"/> gives it.</summary>
internal sealed record UnwrittenLatency(string Route, byte[] Legacy, byte[] Modern);
