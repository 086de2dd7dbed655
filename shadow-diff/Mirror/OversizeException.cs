namespace Strangler.ShadowDiff.Mirror;

/// <summary>The mirrored side's body is above the cap.</summary>
internal sealed class OversizeException(int limit) : Exception($"The answer is longer than {limit} bytes.");
