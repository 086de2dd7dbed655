using Strangler.ShadowDiff.Model;

namespace Strangler.Cutover.Parity;

/// <summary>What one side made of a request.</summary>
/// <param name="Response">Null when there is none to compare.</param>
/// <param name="Failure">Why there is none.</param>
/// <param name="IsOversize">The answer was there, but longer than what is compared.</param>
internal sealed record SideAnswer(CapturedResponse? Response, TimeSpan Duration, string? Failure = null, bool IsOversize = false);
