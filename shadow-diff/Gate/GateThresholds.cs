using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Strangler.ShadowDiff.Triage;

namespace Strangler.ShadowDiff.Gate;

/// <summary>What a route must show before modern may answer it, section <c>Gate</c>; <c>Gate:Routes:&lt;route&gt;</c> overrides any of it for one route.</summary>
public sealed class GateThresholds
{
    /// <summary>Fewest compared exchanges in the window.</summary>
    [Range(1, 100_000_000)]
    public int MinComparisons { get; set; } = 1_000;

    /// <summary>Least lower bound of parity, 0 to 1 (Wilson's interval at 95 %).</summary>
    [Range(0.0, 1.0)]
    public double MinParity { get; set; } = 0.995;

    /// <summary>Largest share of exchanges that nothing carries but what QA has accepted, 0 to 1.</summary>
    [Range(0.0, 1.0)]
    public double MaxAccepted { get; set; } = 0.1;

    /// <summary>Fewest compared exchanges in the window where the sampler left some out.</summary>
    [Range(0, 100_000_000)]
    public int MinSampled { get; set; } = 2_000;

    /// <summary>Least share of the exchanges that the sampler chose that were compared, 0 to 1.</summary>
    [Range(0.0, 1.0)]
    public double MinCoverage { get; set; } = 0.8;

    /// <summary>Modern's 95th percentile may be this many times legacy's over the same exchanges.</summary>
    [Range(0.01, 1_000.0)]
    public double MaxLatencyFactor { get; set; } = 1.2;

    /// <summary>Least share of seeded faults that the route's last trial has found, of this build and these rules, 0 to 1; 0 asks for no trial.</summary>
    [Range(0.0, 1.0)]
    public double MinRecall { get; set; }

    /// <summary>How far back exchanges count, in whole hours.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "90.00:00:00")]
    public TimeSpan Window { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Clean comparisons that close a divergence which was marked fixed.</summary>
    [Range(1, 1_000_000)]
    public int CleanToClose { get; set; } = 50;
}

/// <summary>The gate's word on when a fixed divergence is closed.</summary>
internal sealed class ClosingThreshold(IOptionsMonitor<GateThresholds> thresholds) : IClosingThreshold
{
    public int Of(string route) => thresholds.Get(route).CleanToClose;
}
