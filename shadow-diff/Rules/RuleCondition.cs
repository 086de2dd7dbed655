using System.Collections.Frozen;
using System.Text.Json.Serialization;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Rules;

/// <summary>What must be true of the exchange as a whole before a rule looks at its differences.</summary>
/// <param name="RequestHeader">The request has this header; null for any request.</param>
/// <param name="LegacyStatuses">Legacy's status is one of these; null for any.</param>
/// <param name="ModernStatuses">Modern's status is one of these; null for any.</param>
internal sealed record RuleCondition(
    string? RequestHeader = null,
    [property: JsonPropertyName("legacy_status"), JsonConverter(typeof(OneOrMany<int>))] FrozenSet<int>? LegacyStatuses = null,
    [property: JsonPropertyName("modern_status"), JsonConverter(typeof(OneOrMany<int>))] FrozenSet<int>? ModernStatuses = null)
{
    public bool Holds(ResponsePair pair) =>
        (RequestHeader is null || pair.RequestHeaders.ContainsKey(RequestHeader))
        && (LegacyStatuses?.Contains(pair.Legacy.Status) ?? true)
        && (ModernStatuses?.Contains(pair.Modern.Status) ?? true);
}
