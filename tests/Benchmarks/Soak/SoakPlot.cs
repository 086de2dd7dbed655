using System.Globalization;
using System.Text;
using System.Xml.Linq;

namespace Strangler.Benchmarks.Soak;

/// <summary>Draws a soak as SVG: a band for each figure, with its trend; the warm-up is grey, and a line is where legacy was restarted.</summary>
internal static class SoakPlot
{
    private const int Width = 960;
    private const int Left = 70;
    private const int Right = 20;
    private const int Band = 110;
    private const int Gap = 34;
    private const int Axis = 40;

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    public static string Draw(IReadOnlyList<SoakSample> samples, SoakVerdict verdict)
    {
        var (height, hours) = (((Band + Gap) * verdict.Trends.Count) + Axis, samples[^1].Hours);
        var drawing = new XElement(
            Svg + "svg",
            new XAttribute("viewBox", $"0 0 {Width} {height}"),
            new XAttribute("font-family", "sans-serif"),
            new XAttribute("font-size", 12),
            Shape("rect", ("width", Width), ("height", height), ("fill", "white")));
        for (var i = 0; i < verdict.Trends.Count; i++)
        {
            var (series, trend) = verdict.Trends[i];
            drawing.Add(DrawBand(samples, series, trend, verdict.From, ((Band + Gap) * i) + Gap));
        }

        for (var tick = 0; tick <= 8; tick++)
            drawing.Add(Words(X(tick, 8), height - Axis + 20, $"{Number(hours * tick / 8)} h", "middle"));
        return drawing.ToString();
    }

    private static XElement DrawBand(IReadOnlyList<SoakSample> samples, SoakSeries series, Trend? trend, double warm, int top)
    {
        var hours = samples[^1].Hours;
        var known = samples.Where(sample => !double.IsNaN(sample[series.Figure])).ToList();
        var (low, high) = RangeOf([.. known.Select(sample => sample[series.Figure])]);
        var band = new XElement(
            Svg + "g",
            Words(Left, top - 8, $"{series.Name}{(series.Unit.Length > 0 ? $", {series.Unit}" : "")}{(trend is null ? "" : $": {SoakVerdict.GrowthOf(trend)}")}", "start"),
            Shape("rect", ("x", Left), ("y", top), ("width", X(warm, hours) - Left), ("height", Band), ("fill", "#eee")),
            Shape("rect", ("x", Left), ("y", top), ("width", Width - Left - Right), ("height", Band), ("fill", "none"), ("stroke", "#999")),
            Words(Left - 6, top + 10, SoakVerdict.Text(high), "end"),
            Words(Left - 6, top + Band, SoakVerdict.Text(low), "end"));
        foreach (var (before, after) in samples.Zip(samples.Skip(1)).Where(pair => pair.Second[Figure.Restarts] > pair.First[Figure.Restarts]))
            band.Add(Line(X(after.Hours, hours), top, X(after.Hours, hours), top + Band, "#fc9"));

        var path = new StringBuilder();
        foreach (var sample in known)
            path.Append(CultureInfo.InvariantCulture, $"{(path.Length == 0 ? 'M' : 'L')}{Number(X(sample.Hours, hours))} {Number(Y(sample[series.Figure]))}");
        band.Add(Shape("path", ("d", path), ("fill", "none"), ("stroke", "#06c")));
        if (trend is not null)
        {
            var middle = (warm + hours) / 2;
            band.Add(Line(X(warm, hours), Y(trend.Level - (trend.Slope * (middle - warm))), X(hours, hours), Y(trend.Level + (trend.Slope * (hours - middle))), "#c00"));
        }

        return band;

        double Y(double value) => top + Band - ((Math.Clamp(value, low, high) - low) / (high - low) * Band);
    }

    /// <summary>From zero, unless all is far above it; a bit of air above.</summary>
    private static (double Low, double High) RangeOf(IReadOnlyList<double> values)
    {
        if (values.Count == 0)
            return (0, 1);
        var (least, most) = (values.Min(), values.Max());
        return (least < most / 2 ? 0 : least - ((most - least) / 4) - (most / 50), most + ((most - least) / 10) + (most == 0 ? 1 : most / 50));
    }

    private static double X(double value, double whole) => Left + (value / whole * (Width - Left - Right));

    private static XElement Line(double x1, double y1, double x2, double y2, string colour) =>
        Shape("line", ("x1", Number(x1)), ("y1", Number(y1)), ("x2", Number(x2)), ("y2", Number(y2)), ("stroke", colour));

    private static XElement Words(double x, double y, string words, string anchor) =>
        new(Svg + "text", new XAttribute("x", Number(x)), new XAttribute("y", Number(y)), new XAttribute("text-anchor", anchor), words);

    private static XElement Shape(string name, params (string Name, object Value)[] attributes) =>
        new(Svg + name, attributes.Select(attribute => new XAttribute(attribute.Name, attribute.Value is double number ? Number(number) : attribute.Value.ToString()!)));

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
