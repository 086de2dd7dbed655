using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Strangler.Benchmarks.Cost;

/// <summary>Stacks that were sampled, and their picture: the wider a frame, the more samples had it; what it called stands on it.</summary>
internal sealed partial class FlameGraph
{
    private const int Width = 1600;
    private const int Row = 17;
    private const int Head = 34;
    private const double Letter = 6.6;
    private const double Narrowest = 0.8;
    private const string Kernel = " (kernel)";

    /// <summary>A thread of the runtime's that compiles again what is used often: no part of a request.</summary>
    private const string Compiler = ".NET Tiered Com";

    private readonly Frame _root = new("all");

    public int Samples => _root.Count;

    /// <summary>Reads what <c>perf script -F comm,ip,sym,dso</c> writes: a thread's name, its frames with the innermost first, an empty line.</summary>
    public static FlameGraph Parse(IEnumerable<string> lines)
    {
        var graph = new FlameGraph();
        List<string> stack = [];
        foreach (var line in lines.Append(""))
        {
            if (line.Trim().Length > 0)
            {
                stack.Add(stack.Count == 0 ? line.Trim() : NameOf(line.Trim()));
            }
            else if (stack.Count > 0)
            {
                if (stack[0] != Compiler)
                    graph.Add([stack[0], .. stack.Skip(1).Reverse()]);
                stack.Clear();
            }
        }

        return graph;
    }

    public string ToSvg(string title)
    {
        var scale = (double)Width / Math.Max(1, Samples);
        var height = Head + (Row * (_root.DepthOf(frame => frame.Count * scale >= Narrowest) + 1));
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {height}" font-family="monospace" font-size="11">
            <rect width="100%" height="100%" fill="#fff"/>
            <text x="6" y="15" font-size="13">{WebUtility.HtmlEncode(title)}: {Samples} samples. Green: ours; blue: YARP; yellow: .NET; orange: the system's kernel; grey: native code</text>

            """);
        Draw(svg, _root, 0, height - Row, scale);
        return svg.Append("</svg>\n").ToString();
    }

    private void Add(IEnumerable<string> stack)
    {
        var frame = _root;
        frame.Count++;
        foreach (var name in stack)
        {
            frame = frame.Child(name);
            frame.Count++;
        }
    }

    private void Draw(StringBuilder svg, Frame frame, double x, int y, double scale)
    {
        var width = frame.Count * scale;
        if (width < Narrowest)
            return;

        var letters = (int)((width - 4) / Letter);
        var label = letters < 3 ? "" : frame.Name.Length <= letters ? frame.Name : frame.Name[..(letters - 1)] + "…";
        svg.Append(CultureInfo.InvariantCulture, $"""
            <g><title>{WebUtility.HtmlEncode(frame.Name)}: {100.0 * frame.Count / Samples:F1} %</title><rect x="{x:F1}" y="{y}" width="{width:F1}" height="{Row - 1}" rx="1" fill="{Color(frame.Name)}"/>{(label.Length == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"<text x=\"{x + 2:F1}\" y=\"{y + 12}\">{WebUtility.HtmlEncode(label)}</text>"))}</g>

            """);
        foreach (var child in frame.Children.OrderBy(child => child.Name, StringComparer.Ordinal))
        {
            Draw(svg, child, x, y - Row, scale);
            x += child.Count * scale;
        }
    }

    private static string Color(string name) => name switch
    {
        _ when name.StartsWith("Strangler.", StringComparison.Ordinal) => "#9ad29a",
        _ when name.StartsWith("Yarp.", StringComparison.Ordinal) => "#9cc3ee",
        _ when name.EndsWith(Kernel, StringComparison.Ordinal) => "#f5b27a",
        _ when name.Contains("::", StringComparison.Ordinal) || name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("Microsoft.", StringComparison.Ordinal) => "#f0dd8a",
        _ => "#d8d8d8",
    };

    /// <summary><c>7f12 void [System.Net.Http] System.Net.Http.HttpConnection::SendAsync(…)[OptimizedTier1] (/tmp/perf-1.map)</c> as <c>System.Net.Http.HttpConnection::SendAsync</c>.</summary>
    private static string NameOf(string line)
    {
        var (symbol, library) = Parts().Match(line) is { Success: true } match ? (match.Groups["symbol"].Value, match.Groups["library"].Value) : (line, "");
        if (Managed().Match(symbol) is { Success: true } managed)
            return managed.Groups["name"].Value;
        var name = symbol == "[unknown]" ? $"[{Path.GetFileName(library)}]" : symbol;
        return library.Contains("kernel", StringComparison.Ordinal) ? name + Kernel : name;
    }

    [GeneratedRegex(@"^[0-9a-f]+ (?<symbol>.*) \((?<library>[^()]*(?:\(deleted\))?)\)$")]
    private static partial Regex Parts();

    [GeneratedRegex(@"\[[\w.]+\] (?<name>[^\s(]+)")]
    private static partial Regex Managed();

    private sealed class Frame(string name)
    {
        private readonly Dictionary<string, Frame> _children = new(StringComparer.Ordinal);

        public string Name => name;

        public int Count { get; set; }

        public IEnumerable<Frame> Children => _children.Values;

        public int DepthOf(Func<Frame, bool> drawn) => 1 + Children.Where(drawn).Select(child => child.DepthOf(drawn)).DefaultIfEmpty(0).Max();

        public Frame Child(string child) => _children.TryGetValue(child, out var known) ? known : _children[child] = new Frame(child);
    }
}
