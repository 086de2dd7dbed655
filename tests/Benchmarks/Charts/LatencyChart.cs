using System.Globalization;
using System.Net;
using System.Text;

namespace Strangler.Benchmarks.Charts;

/// <summary>Latency of two sides under several loads (SVG): a bar from the 50th to the 99th percentile, with a mark at the 95th, milliseconds by powers of ten.</summary>
internal static class LatencyChart
{
    private const int Width = 860;
    private const int Left = 210;
    private const int Right = 24;
    private const int Row = 34;
    private const int Head = 40;

    public static string ToSvg(string first, string second, IReadOnlyList<(string Load, Sample First, Sample Second)> rows)
    {
        var all = rows.SelectMany(row => (Sample[])[row.First, row.Second]).ToList();
        var scale = new LogScale(all.SelectMany(sample => (double[])[sample.P50, sample.P99]), Left, Width - Right);
        var bottom = Head + (rows.Count * Row);
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {bottom + 36}" font-family="sans-serif" font-size="11" fill="#222">
            <rect width="100%" height="100%" fill="#fff"/>
            <rect x="{Left}" y="12" width="18" height="8" fill="{ChartColors.Of(0)}"/><text x="{Left + 24}" y="20">{WebUtility.HtmlEncode(first)}</text>
            <rect x="{Left + 90}" y="12" width="18" height="8" fill="{ChartColors.Of(1)}"/><text x="{Left + 114}" y="20">{WebUtility.HtmlEncode(second)}</text>
            <text x="{Left + 190}" y="20" fill="#555">p50 to p99, the mark is p95</text>
            <text x="{(Left + Width - Right) / 2}" y="{bottom + 30}" text-anchor="middle">milliseconds</text>

            """);
        foreach (var mark in scale.Marks)
        {
            svg.Append(CultureInfo.InvariantCulture, $"""
                <line x1="{scale.At(mark):F1}" y1="{Head - 6}" x2="{scale.At(mark):F1}" y2="{bottom}" stroke="#e4e4e4"/><text x="{scale.At(mark):F1}" y="{bottom + 14}" text-anchor="middle" fill="#555">{mark:0.###}</text>

                """);
        }

        for (var i = 0; i < rows.Count; i++)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left - 8}\" y=\"{Head + (i * Row) + 16}\" text-anchor=\"end\">{WebUtility.HtmlEncode(rows[i].Load)}</text>\n");
            Draw(rows[i].First, Head + (i * Row) + 2, ChartColors.Of(0));
            Draw(rows[i].Second, Head + (i * Row) + 14, ChartColors.Of(1));
        }

        return svg.Append("</svg>\n").ToString();

        void Draw(Sample sample, int y, string color)
        {
            var (from, mark, to) = (scale.At(sample.P50), scale.At(sample.P95), scale.At(sample.P99));
            svg.Append(CultureInfo.InvariantCulture, $"""
                <rect x="{from:F1}" y="{y}" width="{Math.Max(2, to - from):F1}" height="9" fill="{color}"><title>{sample.P50:0.###} / {sample.P95:0.###} / {sample.P99:0.###} ms</title></rect><line x1="{mark:F1}" y1="{y - 1}" x2="{mark:F1}" y2="{y + 10}" stroke="#222"/>

                """);
        }
    }
}
