using System.ComponentModel.DataAnnotations;

namespace Strangler.Gateway.Watch;

/// <summary>When the gateway takes a route back, section <c>Gateway:Watch</c>; <c>Gateway:Watch:Routes:&lt;route&gt;</c> overrides any of it for one route.</summary>
internal sealed class WatchOptions : IValidatableObject
{
    /// <summary>Whether the route is watched at all.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>The breaker opens at this share of failed answers, 0 to 1, within <see cref="BreakerWindow"/>.</summary>
    [Range(0.05, 1.0)]
    public double BreakerShare { get; set; } = 0.5;

    /// <summary>How far back the breaker looks.</summary>
    [Range(typeof(TimeSpan), "00:00:00.500", "00:10:00")]
    public TimeSpan BreakerWindow { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Fewest answers in that time.</summary>
    [Range(2, 100_000)]
    public int BreakerMinimum { get; set; } = 10;

    /// <summary>The share of failed answers that is in order where legacy is not known to have more.</summary>
    [Range(0.0001, 0.5)]
    public double ErrorsAllowed { get; set; } = 0.01;

    /// <summary>So much more than legacy's share, or the allowed one, is too much.</summary>
    [Range(0.001, 0.9)]
    public double ErrorsMore { get; set; } = 0.05;

    /// <summary>An answer is slow that takes more than so many times legacy's time, and <see cref="SlowBy"/> more.</summary>
    [Range(1.0, 1_000.0)]
    public double SlowFactor { get; set; } = 3;

    /// <summary>See <see cref="SlowFactor"/>.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan SlowBy { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>An answer is bad that has not begun after so long, nor after <see cref="SlowFactor"/> times what 99 % of legacy's took and <see cref="SlowBy"/>: its request hangs.</summary>
    [Range(typeof(TimeSpan), "00:00:00.500", "00:10:00")]
    public TimeSpan HangsAfter { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>The share of slow answers that is in order.</summary>
    [Range(0.0001, 0.5)]
    public double SlowAllowed { get; set; } = 0.05;

    /// <summary>So much more is too much.</summary>
    [Range(0.001, 0.9)]
    public double SlowMore { get; set; } = 0.2;

    /// <summary>The share of jobs that may fail.</summary>
    [Range(0.0001, 0.5)]
    public double JobsAllowed { get; set; } = 0.05;

    /// <summary>So much more is too much.</summary>
    [Range(0.001, 0.9)]
    public double JobsMore { get; set; } = 0.45;

    /// <summary>The share of compared exchanges that may have a divergence that breaks clients.</summary>
    [Range(0.0001, 0.5)]
    public double DivergencesAllowed { get; set; } = 0.01;

    /// <summary>So much more is too much.</summary>
    [Range(0.001, 0.9)]
    public double DivergencesMore { get; set; } = 0.05;

    /// <summary>Fewest samples before one of the sequential tests decides.</summary>
    [Range(1, 1_000_000)]
    public int Minimum { get; set; } = 5;

    /// <summary>The probability that a sequential test ever takes a route back that is in order, at one stage, however long that lasts.</summary>
    [Range(1e-12, 0.1)]
    public double FalseRollback { get; set; } = 0.0001;

    /// <summary>The probability that one run of a test misses a route that has too much; the next run begins at once.</summary>
    [Range(1e-6, 0.5)]
    public double Missed { get; set; } = 0.01;

    /// <summary>A route that nobody has asked for so long is asked by the gateway itself; 0 for never.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan ProbeAfter { get; set; } = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var (name, allowed, more) in (ReadOnlySpan<(string, double, double)>)[("Errors", ErrorsAllowed, ErrorsMore), ("Slow", SlowAllowed, SlowMore), ("Jobs", JobsAllowed, JobsMore), ("Divergences", DivergencesAllowed, DivergencesMore)])
        {
            if (allowed + more >= 1)
                return [new($"Gateway:Watch: {name}Allowed and {name}More are {allowed} and {more}; together they must be less than 1.", [$"{name}More"])];
        }

        return [];
    }
}
