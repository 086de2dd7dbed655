using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Strangler.ShadowDiff;

/// <summary>Settings of the shadow, section <c>ShadowDiff</c>. All are checked at startup.</summary>
public sealed class ShadowDiffOptions
{
    internal const int DefaultMaxDecodedBytes = 4 * 1024 * 1024;

    /// <summary>Share of eligible exchanges to mirror, 0 (none) to 1 (all).</summary>
    [Range(0.0, 1.0)]
    public double SampleRate { get; set; } = 1;

    /// <summary>Most exchanges mirrored in a second, whatever the share; more count as <c>sampled-out</c>.</summary>
    [Range(0, 100_000)]
    public int MaxPerSecond { get; set; } = 50;

    /// <summary>Exchanges that may wait for the mirror; more count as <c>dropped</c>.</summary>
    [Range(1, 100_000)]
    public int QueueCapacity { get; set; } = 1_000;

    /// <summary>Bytes of bodies that waiting exchanges may keep in memory; more count as <c>dropped</c>.</summary>
    [Range(65_536L, 4_294_967_296L)]
    public long QueueMaxBytes { get; set; } = 64L * 1024 * 1024;

    /// <summary>Largest request or response body that is copied, in bytes; above it an exchange counts as <c>oversize</c>.</summary>
    [Range(1_024, 16_777_216)]
    public int MaxBodyBytes { get; set; } = 256 * 1024;

    /// <summary>Most bytes to which a compressed response body is inflated to compare it; above it an exchange counts as <c>oversize-decoded</c>.</summary>
    [Range(1_024, 67_108_864)]
    public int MaxDecodedBytes { get; set; } = DefaultMaxDecodedBytes;

    /// <summary>Mirrored requests in flight at once. Legacy refuses a thirteenth of one address, its clients' included (contract 3.6).</summary>
    [Range(1, 256)]
    public int Concurrency { get; set; } = 4;

    /// <summary>Time that the mirrored side has for one answer.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:05:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The SQLite file, relative to the working folder.</summary>
    [Required]
    public string Database { get; set; } = "gateway.db";

    /// <summary>The rules file, sought in the working folder and then beside the program.</summary>
    [Required]
    public string Rules { get; set; } = "rules.json";

    /// <summary>Newest examples kept of each divergence.</summary>
    [Range(1, 100)]
    public int ExamplesPerDivergence { get; set; } = 3;

    /// <summary>Stored exchanges in all; the oldest go first.</summary>
    [Range(1, 1_000_000)]
    public int MaxExamples { get; set; } = 5_000;

    /// <summary>Days after which an example is deleted. Counts stay.</summary>
    [Range(1, 3_650)]
    public int RetentionDays { get; set; } = 30;
}

[OptionsValidator]
internal sealed partial class ShadowDiffOptionsValidator : IValidateOptions<ShadowDiffOptions>;
