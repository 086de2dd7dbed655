using Spectre.Console;
using Strangler.Contract.Management;

namespace Strangler.CommandLine.Output;

/// <summary>What still reaches legacy, and what is missing until it can be switched off.</summary>
internal static class DecommissionView
{
    public static void Show(this Screen screen, DecommissionResponse answer)
    {
        if (answer.Use.Count > 0)
        {
            var table = screen.Table("Route", "Stage", "Why", "Caller", "Requests", "Last");
            foreach (var use in answer.Use)
                table.AddRow(Cell.Of(use.Route), Cell.Stage(use.Stage), Cell.Of(use.Why), Cell.Of(use.Caller), Cell.Count(use.Count), Cell.Of(Cell.Time(use.Last)));
            screen.Write(table);
        }

        if (answer.CanBeSwitchedOff)
        {
            screen.WriteLine($"Flask can be switched off: nothing has reached it since {Cell.Time(answer.LastReached ?? answer.CountedSince!.Value)}.");
            return;
        }

        screen.WriteLine("Flask cannot be switched off yet:");
        foreach (var missing in answer.Missing)
            screen.WriteLine($"  {missing}");
    }
}
