using System.ComponentModel.DataAnnotations;

namespace Strangler.ShadowDiff.Processing;

/// <summary>When both sides are asked anew; part of the section <c>ShadowDiff</c>.</summary>
internal sealed class SightingOptions
{
    /// <summary>Exchanges in a second that are asked anew of both sides when they diverge, to tell what lasts from what passes; 0 for none.</summary>
    [Range(0, 1_000)]
    public int RerunsPerSecond { get; set; } = 2;

    /// <summary>Time to wait before that. One exchange at a time waits, and one mirrored request less is in flight meanwhile.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:30")]
    public TimeSpan RerunDelay { get; set; } = TimeSpan.FromMilliseconds(500);
}
