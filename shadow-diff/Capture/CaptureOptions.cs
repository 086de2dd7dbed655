using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace Strangler.ShadowDiff.Capture;

/// <summary>Which exchanges are copied, and how much of them may wait; part of the section <c>ShadowDiff</c>.</summary>
internal sealed class CaptureOptions : IValidatableObject
{
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

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var (route, rate) in SampleRates.Where(entry => entry.Value is not (>= 0 and <= 1)))
            yield return new(string.Create(CultureInfo.InvariantCulture, $"ShadowDiff:{nameof(SampleRates)}:{route} = \"{rate}\": must be a number from 0 to 1."), [nameof(SampleRates)]);
    }
}
