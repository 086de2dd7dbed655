namespace Strangler.ShadowDiff.Noise;

/// <summary>How often a place differed in a route's samples. Older samples weigh less, so these are no whole numbers.</summary>
/// <param name="Raw">Between legacy and modern.</param>
/// <param name="Noise">Between legacy and legacy again.</param>
/// <param name="Form">What its values look like where legacy differed from itself.</param>
internal sealed record NoiseCount(double Raw, double Noise, ValueForm Form)
{
    /// <summary>What legacy's own values were like; nothing outside is noise.</summary>
    public ValueBounds Bounds { get; init; } = ValueBounds.None;

    /// <summary>Percent of their sum by which the two counts must be apart (Diffy's default).</summary>
    private const double RelativeThreshold = 20;

    /// <summary>Percent of the samples by which the two counts must be apart (Diffy's default).</summary>
    private const double AbsoluteThreshold = 0.03;

    /// <summary>A count below this is as good as none.</summary>
    public const double Nothing = 0.001;

    /// <summary>Percent of the samples in which legacy has to differ from itself for the place to be volatile however often modern differs: what it tells of an instant, modern tells of another one.</summary>
    private const double MostlyThreshold = 50;

    /// <summary>Percent of the samples in which legacy has to differ from itself for modern to differ several times as often.</summary>
    private const double OftenThreshold = 5;

    /// <summary>How many times as often.</summary>
    private const double MostTimes = 4;

    /// <summary>
    /// Whether legacy differs from itself there so often that numbers as near to each other are noise though they differ more often: what it samples for an
    /// instant stands still for a while (a processor that is busy), and modern's of another instant does not.
    /// </summary>
    public bool IsOften(double samples) => 100 * Noise / samples >= OftenThreshold && Raw <= MostTimes * Noise;

    /// <summary>
    /// Whether what is seen there is noise: legacy differs from itself there, and from modern hardly more often, or mostly anyway. Where legacy
    /// never differs from itself nothing is noise, however often modern differs.
    /// </summary>
    public bool IsNoise(double samples)
    {
        if (Noise < Nothing)
            return false;

        var relative = 100 * Math.Abs(Raw - Noise) / (Raw + Noise);
        var absolute = 100 * Math.Abs(Raw - Noise) / samples;
        return Raw <= Noise || 100 * Noise / samples >= MostlyThreshold || relative <= RelativeThreshold || absolute <= AbsoluteThreshold;
    }
}
