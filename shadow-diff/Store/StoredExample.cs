namespace Strangler.ShadowDiff.Store;

/// <summary>What an exchange is an example of.</summary>
/// <param name="Fingerprint">The divergence.</param>
/// <param name="At">Where exactly it shows.</param>
/// <param name="LegacyValue">Legacy's value there; null where it has none.</param>
/// <param name="ModernValue">Modern's value there; null where it has none.</param>
internal sealed record StoredExample(string Fingerprint, string At, string? LegacyValue, string? ModernValue);
