using System.ComponentModel.DataAnnotations;

namespace Strangler.ShadowDiff.Compare;

/// <summary>How far the comparison goes; part of the section <c>ShadowDiff</c>.</summary>
internal sealed class ComparisonOptions
{
    internal const int DefaultMaxDecodedBytes = 4 * 1024 * 1024;

    /// <summary>Most bytes to which a compressed response body is inflated to compare it; above it an exchange counts as <c>oversize-decoded</c>.</summary>
    [Range(1_024, 67_108_864)]
    public int MaxDecodedBytes { get; set; } = DefaultMaxDecodedBytes;

    /// <summary>Names of response headers that are not compared, besides those that are no part of the answer (<see cref="NoticeableHeaders"/>).</summary>
    public IList<string> IgnoredHeaders { get; set; } = [];
}
