using System.ComponentModel.DataAnnotations;

namespace Strangler.Gateway.Fallback;

/// <summary>When legacy answers in the place of a module that failed, section <c>Gateway:Fallback</c>.</summary>
internal sealed class FallbackOptions
{
    /// <summary>Whether it does at all.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Also where a module failed and has an answer of the contract for that, with a status of 500 (<c>health</c>, <c>check_receipt</c>).</summary>
    public bool ServerErrors { get; set; }

    /// <summary>How long a module may take to begin its answer; 0 for as long as it wants.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00", ConvertValueInInvariantCulture = true)]
    public TimeSpan Timeout { get; set; }

    /// <summary>Failures of a route, within ten seconds and at least half of its requests, after which modern is not asked for a while.</summary>
    [Range(2, 10_000)]
    public int BreakAfter { get; set; } = 5;

    /// <summary>How long that is. Then one request tries modern again.</summary>
    [Range(typeof(TimeSpan), "00:00:00.500", "01:00:00", ConvertValueInInvariantCulture = true)]
    public TimeSpan BreakDuration { get; set; } = TimeSpan.FromSeconds(5);
}
