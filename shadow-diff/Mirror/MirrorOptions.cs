using System.ComponentModel.DataAnnotations;

namespace Strangler.ShadowDiff.Mirror;

/// <summary>How a side is asked; part of the section <c>ShadowDiff</c>.</summary>
internal sealed class MirrorOptions
{
    /// <summary>Mirrored requests in flight at once. Legacy refuses a thirteenth of one address, its clients' included (contract 3.6).</summary>
    [Range(1, 256)]
    public int Concurrency { get; set; } = 4;

    /// <summary>Time that the mirrored side has for one answer.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:05:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);
}
