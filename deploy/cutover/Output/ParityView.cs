using System.Globalization;
using Spectre.Console;
using Strangler.CommandLine.Parity;

namespace Strangler.CommandLine.Output;

/// <summary>The table of <c>parity</c> and <c>replay</c>, and a line of totals.</summary>
internal static class ParityView
{
    private const int LongestName = 60;

    public static void Show(this Screen screen, RunResult run)
    {
        var table = screen.Table("case", "route", "outcome", "first divergence");
        foreach (var result in run.Cases)
        {
            table.AddRow(
                Cell.Of(Cell.Brief(result.Name, LongestName)), Cell.Of(result.Case.Route), Cell.Of(Outcome(result), Cell.Outcome(result.Outcome)),
                Cell.Of(result.Detail ?? (result.First is { } first ? DivergenceText.Of(first) : "-")));
        }

        screen.Write(table);
        if (run.IsInterrupted)
            screen.WriteLine($"Interrupted after {run.Cases.Count} of {run.Planned} cases.", Cell.Alarm);
        screen.WriteLine(Totals(run));
    }

    private static string Outcome(CaseResult result) => result.Outcome switch
    {
        CaseOutcome.OnPurpose => $"differs on purpose: {string.Join(", ", result.OnPurpose)}",
        var outcome => Words(outcome),
    };

    private static string Totals(RunResult run)
    {
        var counts = Enum.GetValues<CaseOutcome>().Where(outcome => run.Count(outcome) > 0).Select(outcome => $"{run.Count(outcome)} {Words(outcome)}");
        return string.Create(CultureInfo.InvariantCulture, $"{run.Cases.Count} cases in {run.Duration.TotalSeconds:0.0} s: {string.Join(", ", counts)}.");
    }

    private static string Words(CaseOutcome outcome) => ParityReport.NameOf(outcome).Replace('-', ' ');
}
