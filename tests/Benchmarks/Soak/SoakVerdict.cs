using System.Globalization;
using System.Text;

namespace Strangler.Benchmarks.Soak;

/// <summary>
/// Whether a soak shows a system that could go on for ever: no figure that surely grows by more than it may in twelve hours, and nothing that failed.
/// A trend counts when the lower end of its interval is too much, so neither a point nor noise does. The first quarter is left out: caches fill,
/// code is compiled.
/// </summary>
internal sealed class SoakVerdict
{
    /// <summary>Hours over which a trend is drawn out.</summary>
    private const double Ahead = 12;

    private const double WarmUp = 0.25;

    private static readonly (Figure Figure, string Words)[] Faults =
    [
        (Figure.Failed, "requests failed"),
        (Figure.Untrue, "jobs without a truthful end"),
        (Figure.Closed, "sockets refused or ended by the server"),
        (Figure.TakenBack, "routes that the gateway took back, though nothing was wrong with modern"),
    ];

    private readonly SoakSample _last;

    public SoakVerdict(IReadOnlyList<SoakSample> samples)
    {
        _last = samples[^1];
        From = _last.Hours * WarmUp;
        Trends = [.. SoakSeries.All.Select(series => (series, Trend.Of(PointsOf(samples, series.Figure))))];
    }

    /// <summary>The hour from which on trends are looked for.</summary>
    public double From { get; }

    /// <summary>Null where there are too few samples.</summary>
    public IReadOnlyList<(SoakSeries Series, Trend? Trend)> Trends { get; }

    /// <summary>What speaks against it, a line each.</summary>
    public IReadOnlyList<string> Against =>
    [
        .. Trends.Where(one => IsTooMuch(one.Series, one.Trend)).Select(one => $"{one.Series.Name} grows: {GrowthOf(one.Trend!)}, and {AllowedOf(one.Series)} is allowed"),
        .. Faults.Where(fault => _last[fault.Figure] > 0).Select(fault => $"{_last[fault.Figure]:0} {fault.Words}"),
        .. Trends[0].Trend is null ? [$"fewer than {Trend.FewestPoints} samples after the first quarter: nothing can be said of trends"] : (string[])[],
    ];

    public bool Holds => Against.Count == 0;

    /// <summary>A trend in words: percent of the level in twelve hours.</summary>
    public static string GrowthOf(Trend trend) => string.Create(
        CultureInfo.InvariantCulture, $"{Percent(trend, trend.Slope)} in {Ahead} h ({(double.IsInfinity(trend.Least) ? "wanders too much to tell" : $"{Percent(trend, trend.Least)} to {Percent(trend, trend.Most)}")})");

    /// <summary>Tables for a person, in Markdown.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"**{(Holds ? "Holds" : "Does not hold")}** after {_last.Hours:0.00} h, of which the first {From:0.00} h are left out as warm-up.");
        foreach (var line in Against)
            text.AppendLine(CultureInfo.InvariantCulture, $"- {line}");

        text.AppendLine().AppendLine("| figure | level | in 12 h, and between which it is for 98 % | allowed |").AppendLine("|---|---|---|---|");
        foreach (var (series, trend) in Trends)
        {
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"| {series.Name} | {(trend is null ? "–" : $"{Text(trend.Level)} {series.Unit}".TrimEnd())} | {(trend is null ? "–" : GrowthOf(trend))} | {AllowedOf(series)} |");
        }

        text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"{Count(Figure.Requests)} requests, {Count(Figure.Failed)} failed, {Count(Figure.Excused)} of legacy's own not answered while it was down.");
        text.AppendLine(CultureInfo.InvariantCulture, $"{Count(Figure.Jobs)} jobs, {Count(Figure.Untrue)} without a truthful end, {Count(Figure.ExcusedJobs)} of legacy's own lost with it.");
        text.AppendLine(CultureInfo.InvariantCulture, $"{Count(Figure.Closed)} sockets refused or ended by the server, {Count(Figure.ExcusedClosed)} more with legacy.");
        text.AppendLine(CultureInfo.InvariantCulture, $"{Count(Figure.Flips)} flips, {Count(Figure.Restarts)} restarts of legacy, {Count(Figure.TakenBack)} routes taken back by the gateway.");
        return text.ToString();
    }

    private static bool IsTooMuch(SoakSeries series, Trend? trend) => trend is not null && trend.Least * Ahead > series.AllowedGrowth(trend.Level);

    private static string AllowedOf(SoakSeries series) => series.Allowed is { } share
        ? share.ToString("+0 %", CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"up to {series.Limit} {series.Unit}");

    private static string Percent(Trend trend, double slope) =>
        trend.Level == 0 ? Text(slope * Ahead) : (slope * Ahead / trend.Level).ToString("+0.0 %;-0.0 %;0.0 %", CultureInfo.InvariantCulture);

    public static string Text(double value) => value.ToString(Math.Abs(value) < 100 ? "0.##" : "0", CultureInfo.InvariantCulture);

    private string Count(Figure figure) => _last[figure].ToString("N0", CultureInfo.InvariantCulture);

    private List<(double Hours, double Value)> PointsOf(IReadOnlyList<SoakSample> samples, Figure figure) =>
        [.. samples.Where(sample => sample.Hours >= From && !double.IsNaN(sample[figure])).Select(sample => (sample.Hours, sample[figure]))];
}
