namespace Strangler.ShadowDiff.Store;

/// <summary>One side's answer in a stored exchange.</summary>
public sealed record StoredResponse(int Status, string Reason, IReadOnlyList<string[]> Headers, StoredBody Body, string? Exception);
