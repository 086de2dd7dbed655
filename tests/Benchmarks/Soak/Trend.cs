namespace Strangler.Benchmarks.Soak;

/// <summary>
/// How a figure goes up or down over time: the slope of Theil and Sen, which no outlier moves, with Kendall's interval (Sen 1968). What is measured
/// twice in a row is alike, which makes chance look like a trend: so the points are medians of stretches of time, and the interval is wider by the
/// root of (1 + φ) / (1 − φ), φ being the correlation from one to the next around the slope, with the bias of a short row taken off.
/// </summary>
/// <param name="Level">The middle of the values.</param>
/// <param name="Slope">Change in an hour.</param>
/// <param name="Least">Below this the slope is in one of a hundred cases; minus infinity for a figure that wanders too much to tell.</param>
/// <param name="Most">The same, above.</param>
internal sealed record Trend(double Level, double Slope, double Least, double Most)
{
    /// <summary>So many points it takes to tell anything.</summary>
    public const int FewestPoints = 12;

    private const int Stretches = 40;
    private const double Quantile = 2.326; // of the normal distribution, 99 %

    /// <summary>Null for too few points.</summary>
    /// <param name="points">In the order of time; hours.</param>
    public static Trend? Of(IReadOnlyList<(double Hours, double Value)> points)
    {
        if (points.Count < FewestPoints)
            return null;

        var medians = MediansOf(points);
        var slopes = SlopesOf(medians);
        var slope = Median(slopes);
        var count = (double)medians.Count;
        var outside = (int)((slopes.Count - (Quantile * Math.Sqrt(count * (count - 1) * ((2 * count) + 5) / 18))) / 2);
        var wider = Math.Sqrt(InflationOf([.. medians.Select(point => point.Value - (slope * point.Hours))]));
        return new(
            Median([.. points.Select(point => point.Value).Order()]),
            slope,
            double.IsInfinity(wider) ? double.NegativeInfinity : slope - ((slope - slopes[outside]) * wider),
            double.IsInfinity(wider) ? double.PositiveInfinity : slope + ((slopes[slopes.Count - 1 - outside] - slope) * wider));
    }

    private static List<(double Hours, double Value)> MediansOf(IReadOnlyList<(double Hours, double Value)> points)
    {
        var stretches = Math.Min(Stretches, points.Count);
        return
        [
            .. Enumerable.Range(0, stretches)
                .Select(stretch => points.Skip(points.Count * stretch / stretches).Take((points.Count * (stretch + 1) / stretches) - (points.Count * stretch / stretches)).ToList())
                .Select(part => (part.Average(point => point.Hours), Median([.. part.Select(point => point.Value).Order()]))),
        ];
    }

    /// <summary>Of each pair of points, in order.</summary>
    private static List<double> SlopesOf(List<(double Hours, double Value)> points) =>
    [
        .. points.SelectMany((first, i) => points.Skip(i + 1).Select(second => (second.Value - first.Value) / (second.Hours - first.Hours))).Order(),
    ];

    /// <summary>
    /// By how much the variance is larger than that of values that have nothing to do with each other. Of ranks, so that an outlier is one of many.
    /// </summary>
    private static double InflationOf(IReadOnlyList<double> residuals)
    {
        var ranks = RanksOf(residuals);
        var mean = ranks.Average();
        var variance = ranks.Sum(rank => (rank - mean) * (rank - mean));
        if (variance == 0)
            return 1;

        var correlation = ranks.Zip(ranks.Skip(1), (one, next) => (one - mean) * (next - mean)).Sum() / variance;
        var unbiased = ((ranks.Count * correlation) + 2) / (ranks.Count - 4);
        return unbiased >= 1 ? double.PositiveInfinity : Math.Max(1, (1 + unbiased) / (1 - unbiased));
    }

    /// <summary>Equal values share the middle of their places.</summary>
    private static List<double> RanksOf(IReadOnlyList<double> values) =>
        [.. values.Select(value => values.Count(other => other < value) + ((values.Count(other => other == value) - 1) / 2.0))];

    private static double Median(List<double> ordered) => (ordered[(ordered.Count - 1) / 2] + ordered[ordered.Count / 2]) / 2;
}
