using System.ComponentModel.DataAnnotations;

namespace Strangler.Gateway.Readiness;

/// <summary>How often modules are asked whether they can work, and what follows when one cannot; section <c>Gateway:Readiness</c>.</summary>
internal sealed class ReadinessOptions
{
    /// <summary>Time from one look to the next.</summary>
    [Range(typeof(TimeSpan), "00:00:00.200", "00:10:00", ConvertValueInInvariantCulture = true)]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long one check may take; it counts as failed then.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00", ConvertValueInInvariantCulture = true)]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Failures of a check, one after the other, after which the routes that modern answers go back to legacy; 0 for never.</summary>
    [Range(0, 1_000)]
    public int RollBackAfter { get; set; } = 3;
}
