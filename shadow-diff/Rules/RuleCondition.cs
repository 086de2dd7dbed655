using Strangler.ShadowDiff.Compare;

namespace Strangler.ShadowDiff.Rules;

/// <summary>What must be true of the exchange as a whole before a rule looks at its differences.</summary>
/// <param name="RequestHeader">The request has this header; null for any request.</param>
/// <param name="LegacyStatus">Legacy's status; null for any.</param>
/// <param name="ModernStatus">Modern's status; null for any.</param>
internal sealed record RuleCondition(string? RequestHeader, int? LegacyStatus, int? ModernStatus)
{
    public bool Holds(ResponsePair pair) =>
        (RequestHeader is null || pair.RequestHeaders.ContainsKey(RequestHeader))
        && (LegacyStatus ?? pair.Legacy.Status) == pair.Legacy.Status
        && (ModernStatus ?? pair.Modern.Status) == pair.Modern.Status;
}
