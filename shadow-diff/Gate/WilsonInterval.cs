namespace Strangler.ShadowDiff.Gate;

/// <summary>Wilson's score interval of a share (E. B. Wilson, JASA 22, 1927), at 95 %: it holds for few trials and for shares near 1.</summary>
internal static class WilsonInterval
{
    /// <summary>The standard normal quantile of 0.975.</summary>
    private const double Z = 1.959963984540054;

    /// <summary>The share that is at least there; 0 while there are no trials. Counts that cannot be (more successes than trials, or fewer than none) are cut to those that can.</summary>
    public static double LowerBound(long successes, long trials)
    {
        if (trials <= 0)
            return 0;

        var (share, square) = (Math.Clamp((double)successes / trials, 0, 1), Z * Z);
        var centre = share + (square / (2 * trials));
        var margin = Z * Math.Sqrt(((share * (1 - share)) + (square / (4 * trials))) / trials);
        return Math.Max(0, (centre - margin) / (1 + (square / trials)));
    }
}
