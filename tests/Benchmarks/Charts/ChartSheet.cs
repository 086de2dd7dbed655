using System.Globalization;
using System.Net;
using System.Text;

namespace Strangler.Benchmarks.Charts;

/// <summary>Several charts in one picture (SVG), with one colour for each name.</summary>
internal static class ChartSheet
{
    private const int Width = 420;
    private const int Height = 270;
    private const int Left = 52;
    private const int Right = 14;
    private const int Top = 30;
    private const int Bottom = 40;
    private const int Head = 30;

    public static string ToSvg(IReadOnlyList<LineChart> charts, int columns)
    {
        string[] names = [.. charts.SelectMany(chart => chart.Lines).Select(line => line.Name).Distinct()];
        var rows = (charts.Count + columns - 1) / columns;
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {columns * Width} {Head + (rows * Height)}" font-family="sans-serif" font-size="11" fill="#222">
            <rect width="100%" height="100%" fill="#fff"/>

            """);
        var x = 16.0;
        foreach (var name in names)
        {
            svg.Append(CultureInfo.InvariantCulture, $"""
                <line x1="{x}" y1="16" x2="{x + 18}" y2="16" stroke="{ColorOf(name)}" stroke-width="2"/><text x="{x + 23}" y="20">{WebUtility.HtmlEncode(name)}</text>

                """);
            x += 40 + (name.Length * 6.2);
        }

        for (var i = 0; i < charts.Count; i++)
            Draw(svg, charts[i], i % columns * Width, Head + (i / columns * Height));
        return svg.Append("</svg>\n").ToString();

        string ColorOf(string name) => ChartColors.Of(Array.IndexOf(names, name));

        void Draw(StringBuilder text, LineChart chart, int left, int top)
        {
            var points = chart.Lines.SelectMany(line => line.Points).ToList();
            var least = points.Select(point => point.X).Where(value => value > 0).DefaultIfEmpty(1).Min();
            double PlaceOf(double value) => value > 0 ? value : least / 10;
            var (across, up) = (new LogScale(points.Select(point => PlaceOf(point.X)), Left, Width - Right), new LogScale(points.Select(point => point.Y), Height - Bottom, Top));
            text.Append(CultureInfo.InvariantCulture, $"""
                <g transform="translate({left} {top})"><text x="{Left}" y="16" font-size="12" font-weight="bold">{WebUtility.HtmlEncode(chart.Title)}</text>
                <text x="{(Left + Width - Right) / 2}" y="{Height - 8}" text-anchor="middle">{WebUtility.HtmlEncode(chart.X)}</text>

                """);
            foreach (var value in points.Select(point => point.X).Distinct())
                text.Append(CultureInfo.InvariantCulture, $"<text x=\"{across.At(PlaceOf(value)):F1}\" y=\"{Height - Bottom + 15}\" text-anchor=\"middle\" fill=\"#555\">{Short(value)}</text>\n");
            foreach (var value in up.Marks)
            {
                text.Append(CultureInfo.InvariantCulture, $"""
                    <line x1="{Left}" y1="{up.At(value):F1}" x2="{Width - Right}" y2="{up.At(value):F1}" stroke="#e4e4e4"/><text x="{Left - 5}" y="{up.At(value) + 4:F1}" text-anchor="end" fill="#555">{Short(value)}</text>

                    """);
            }

            foreach (var (name, line) in chart.Lines)
            {
                var places = line.Select(point => string.Create(CultureInfo.InvariantCulture, $"{across.At(PlaceOf(point.X)):F1},{up.At(point.Y):F1}"));
                text.Append(CultureInfo.InvariantCulture, $"<polyline fill=\"none\" stroke=\"{ColorOf(name)}\" stroke-width=\"1.8\" points=\"{string.Join(' ', places)}\"><title>{WebUtility.HtmlEncode(name)}</title></polyline>\n");
            }

            text.Append("</g>\n");
        }
    }

    /// <summary>A number in few letters: <c>1.5k</c>.</summary>
    private static string Short(double value) => value switch
    {
        >= 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{value / 1_000_000:0.#}M"),
        >= 1_000 => string.Create(CultureInfo.InvariantCulture, $"{value / 1_000:0.#}k"),
        _ => value.ToString("0.##", CultureInfo.InvariantCulture),
    };
}
