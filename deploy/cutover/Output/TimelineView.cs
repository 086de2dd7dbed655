using System.Globalization;
using Spectre.Console;
using Strangler.Contract.Management;

namespace Strangler.CommandLine.Output;

/// <summary>The time line of <c>watch</c>: what each side answered, a character for each minute.</summary>
internal static class TimelineView
{
    /// <summary>As many as fit beside each other, twice.</summary>
    public const int Minutes = 20;

    private const string Heights = "▁▂▃▄▅▆▇█";

    public static void Show(this Screen screen, TimelineResponse timeline)
    {
        var table = screen.Table($"last {Minutes} min", "legacy", "modern");
        AddRow("requests/s", minute => minute.Sum(side => side.Requests) / (double)(minute.Count * timeline.IntervalSeconds));
        AddRow("5xx", minute => minute.Sum(side => side.Errors));
        AddRow("p95 ms", minute => minute.Max(side => side.P95Ms));
        screen.Write(table);

        void AddRow(string name, Func<IReadOnlyCollection<TimelineSide>, double?> value)
        {
            var legacy = Line(timeline, sample => sample.Legacy, value);
            var modern = Line(timeline, sample => sample.Modern, value);
            var top = Math.Max(legacy.Max() ?? 0, modern.Max() ?? 0);
            table.AddRow(Cell.Of(name), Cell.Of(Drawn(legacy, top)), Cell.Of(Drawn(modern, top)));
        }
    }

    private static double?[] Line(TimelineResponse timeline, Func<TimelineSample, TimelineSide> side, Func<IReadOnlyCollection<TimelineSide>, double?> value)
    {
        var minutes = timeline.Samples.ToLookup(sample => (int)Math.Floor((timeline.To - sample.At).TotalMinutes), side);
        return [.. Enumerable.Range(1, Minutes).Select(left => minutes[Minutes - left].ToList() is { Count: > 0 } minute ? value(minute) : null)];
    }

    private static string Drawn(double?[] line, double top)
    {
        var bars = string.Concat(line.Select(value => value switch { null => ' ', 0 => Heights[0], { } some => Heights[(int)Math.Ceiling(some / top * (Heights.Length - 1))] }));
        return $"{bars} {(line[^1] is { } now ? now.ToString("0.#", CultureInfo.InvariantCulture) : "-")}";
    }
}
