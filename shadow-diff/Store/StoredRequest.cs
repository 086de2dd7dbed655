namespace Strangler.ShadowDiff.Store;

/// <summary>The request of a stored exchange.</summary>
public sealed record StoredRequest(string Method, string Target, IReadOnlyList<string[]> Headers, StoredBody Body);
