using Spectre.Console;
using Strangler.Contract.Management;

namespace Strangler.CommandLine.Output;

/// <summary>The table of <c>audit</c>, newest first.</summary>
internal static class AuditView
{
    private const int LongestWho = 30;

    public static void Show(this Screen screen, AuditResponse audit)
    {
        var table = screen.Table("id", "when", "who", "route", "before", "after", "why");
        foreach (var entry in audit.Entries)
        {
            table.AddRow(
                entry.Id > 0 ? Cell.Count(entry.Id) : Cell.Of("waits"), Cell.Of(Cell.Time(entry.At)), Cell.Of(Cell.Brief(entry.Who, LongestWho)), Cell.Of(entry.Route ?? "-"),
                Cell.Stage(entry.Before), Cell.Stage(entry.After), Cell.Line(entry.OtherFile is { } file ? $"{entry.Why} [of another configuration: {file}]" : entry.Why));
        }

        screen.Write(table);
        if (audit.Problem is { } problem)
            screen.WriteLine(problem, Cell.Alarm);
    }
}
