using System.Text.Json.Serialization;

namespace Strangler.ShadowDiff.Triage;

/// <summary>Where a fingerprint stands. The text form is the member's name in lower case.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TriageState>))]
public enum TriageState
{
    /// <summary>Nobody has judged it, or what was said of it no longer holds.</summary>
    [JsonStringEnumMemberName("open")]
    Open,

    /// <summary>QA accepts it until a day; then it is open again.</summary>
    [JsonStringEnumMemberName("accepted")]
    Accepted,

    /// <summary>QA says that it is fixed. It closes once enough comparisons have shown so, and opens when it is seen again.</summary>
    [JsonStringEnumMemberName("fixed")]
    Fixed,

    /// <summary>Marked fixed, and proved by clean comparisons; or learned to differ by itself. It opens when it is seen again.</summary>
    [JsonStringEnumMemberName("closed")]
    Closed,
}
