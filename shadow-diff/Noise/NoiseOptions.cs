using System.ComponentModel.DataAnnotations;

namespace Strangler.ShadowDiff.Noise;

/// <summary>How it is learned what differs by itself; part of the section <c>ShadowDiff</c>.</summary>
internal sealed class NoiseOptions : IValidatableObject
{
    /// <summary>Share of compared exchanges without side effect for which legacy is asked once more, to learn what differs by itself; 0 learns nothing.</summary>
    [Range(0.0, 1.0)]
    public double NoiseSampleRate { get; set; } = 0.1;

    /// <summary>Most such questions in a second, for all routes together. Until a route has enough samples, each of its exchanges is one.</summary>
    [Range(0, 1_000)]
    public int NoiseMaxPerSecond { get; set; } = 2;

    /// <summary>
    /// Time to wait before that. The two sides do not answer at the same moment, and a module may tell of a moment before: with no wait, what only drifts would
    /// seem to stand still at legacy.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:10")]
    public TimeSpan NoiseDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Samples of a route before anything is suppressed there.</summary>
    [Range(10, 100_000)]
    public int NoiseMinimumSamples { get; set; } = 50;

    /// <summary>Samples of a route that are remembered; what legacy has stopped doing is forgotten after about as many. At least twice the minimum.</summary>
    [Range(20, 1_000_000)]
    public int NoiseWindow { get; set; } = 500;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (NoiseWindow < 2L * NoiseMinimumSamples)
            yield return new($"ShadowDiff:{nameof(NoiseWindow)} = \"{NoiseWindow}\": must be at least twice {nameof(NoiseMinimumSamples)} ({NoiseMinimumSamples}).", [nameof(NoiseWindow)]);
    }
}
