using System.Globalization;
using Spectre.Console;
using Strangler.CommandLine.Drills;

namespace Strangler.CommandLine.Output;

/// <summary>What drills have shown.</summary>
internal static class DrillsView
{
    public static void Show(this Screen screen, DrillResults results)
    {
        var table = screen.Table("Drill", "Route", "Found by", "Detected", "Back", "Bound", "Requests", "Bad answers", "Fault");
        foreach (var drill in results.Drills)
        {
            var style = drill.Problem is null ? Style.Plain : Cell.Alarm;
            table.AddRow(
                Cell.Of(drill.Drill, style), Cell.Of(drill.Route), Cell.Of(drill.FoundBy ?? "-"), Cell.Of(Seconds(drill.Detected)), Cell.Of(Seconds(drill.Back), style), Cell.Of(Seconds(drill.Bound)),
                Cell.Count(drill.Requests), Cell.Count(drill.BadAnswers), Cell.Of(drill.Fault));
        }

        screen.Write(table);
        foreach (var drill in results.Drills.Where(drill => drill.Seen is not null))
            screen.WriteLine($"{drill.Drill}: {drill.Seen}.");
        foreach (var drill in results.Drills.Where(drill => drill.Problem is not null))
            screen.WriteLine($"{drill.Drill} failed: {drill.Problem}.", Cell.Alarm);
    }

    private static string Seconds(double? seconds) => seconds is { } value ? string.Create(CultureInfo.InvariantCulture, $"{value:0.0} s") : "-";
}
