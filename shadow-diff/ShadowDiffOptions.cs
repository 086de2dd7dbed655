using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Strangler.ShadowDiff;

/// <summary>Settings of the shadow, section <c>ShadowDiff</c>. All are checked at startup.</summary>
public sealed class ShadowDiffOptions : IValidatableObject
{
    internal const int DefaultMaxDecodedBytes = 4 * 1024 * 1024;

    /// <summary>Share of eligible exchanges to mirror, 0 (none) to 1 (all).</summary>
    [Range(0.0, 1.0)]
    public double SampleRate { get; set; } = 1;

    /// <summary>Shares of single routes, by name, each 0 to 1; the others have <see cref="SampleRate"/>.</summary>
    public IDictionary<string, double> SampleRates { get; set; } = new Dictionary<string, double>(StringComparer.Ordinal);

    /// <summary>The share where little is known: of a route and status that was rarely mirrored yet, and of a route with an open divergence. A lower one does not count, and a route whose share is 0 stays at it.</summary>
    [Range(0.0, 1.0)]
    public double UncertainSampleRate { get; set; } = 1;

    /// <summary>Mirrored exchanges of a route with the same status after which it is known. Counted since the start.</summary>
    [Range(0, 1_000_000)]
    public int KnownAfter { get; set; } = 200;

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

    /// <summary>Share of compared exchanges without side effect for which legacy is asked once more, to learn what differs by itself; 0 learns nothing.</summary>
    [Range(0.0, 1.0)]
    public double NoiseSampleRate { get; set; } = 0.1;

    /// <summary>Most such questions in a second, for all routes together. Until a route has enough samples, each of its exchanges is one.</summary>
    [Range(0, 1_000)]
    public int NoiseMaxPerSecond { get; set; } = 2;

    /// <summary>Samples of a route before anything is suppressed there.</summary>
    [Range(10, 100_000)]
    public int NoiseMinimumSamples { get; set; } = 50;

    /// <summary>Samples of a route that are remembered; what legacy has stopped doing is forgotten after about as many. At least twice the minimum.</summary>
    [Range(20, 1_000_000)]
    public int NoiseWindow { get; set; } = 500;

    /// <summary>Exchanges in a second that are asked anew of both sides when they diverge, to tell what lasts from what passes; 0 for none.</summary>
    [Range(0, 1_000)]
    public int RerunsPerSecond { get; set; } = 2;

    /// <summary>Time to wait before that. One exchange at a time waits, and one mirrored request less is in flight meanwhile.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:30")]
    public TimeSpan RerunDelay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long after a write that is never mirrored a new divergence is put down to the sides' states.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan StateWindow { get; set; } = TimeSpan.FromMinutes(5);

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

    /// <summary>Bytes of the database and its log together; the oldest examples go first, counts stay.</summary>
    [Range(33_554_432L, 1_099_511_627_776L)]
    public long MaxDatabaseBytes { get; set; } = 1024L * 1024 * 1024;

    /// <summary>Days after which an example is deleted. Counts stay.</summary>
    [Range(1, 3_650)]
    public int RetentionDays { get; set; } = 30;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var (route, rate) in SampleRates.Where(entry => entry.Value is not (>= 0 and <= 1)))
        {
            yield return new($"The field {nameof(SampleRates)}:{route} must be between 0 and 1.", [nameof(SampleRates)]);
        }

        if (NoiseWindow < 2L * NoiseMinimumSamples)
        {
            yield return new($"The field {nameof(NoiseWindow)} must be at least twice {nameof(NoiseMinimumSamples)}.", [nameof(NoiseWindow)]);
        }
    }
}

[OptionsValidator]
internal sealed partial class ShadowDiffOptionsValidator : IValidateOptions<ShadowDiffOptions>;
