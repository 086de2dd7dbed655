namespace Strangler.ShadowDiff.Mirror;

/// <summary>A side's body is above the cap.</summary>
public sealed class OversizeException(int limit) : Exception($"The answer is longer than {limit} bytes.");
