using System.ComponentModel.DataAnnotations;

namespace Strangler.ShadowDiff.Processing;

/// <summary>When both sides are asked anew; part of the section <c>ShadowDiff</c>.</summary>
internal sealed class SightingOptions
{
    /// <summary>Exchanges in a second that are asked anew of both sides when they diverge, to tell what lasts from what passes; 0 for none.</summary>
    [Range(0, 1_000)]
    public int RerunsPerSecond { get; set; } = 2;

    /// <summary>Sightings of a divergence that were gone when asked anew after which it stands all the same, unless legacy had become other there. What is critical stands from the first.</summary>
    [Range(1, 1_000)]
    public int PassingSightings { get; set; } = 3;

    /// <summary>Time to wait before that. Exchanges that wait take up to half of the mirrored requests that may be in flight.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:30")]
    public TimeSpan RerunDelay { get; set; } = TimeSpan.FromMilliseconds(500);
}
