using Spectre.Console;
using Strangler.Contract.Management;

namespace Strangler.CommandLine.Output;

/// <summary>What is well with an installation and what is not, with what to do.</summary>
internal static class DoctorView
{
    public static void Show(this Screen screen, DoctorResponse seen)
    {
        foreach (var finding in seen.Findings)
        {
            screen.WriteLine($"{finding.Level,-8} {finding.Check}: {finding.Seen}", finding.Level switch { Finding.Ok => Style.Plain, Finding.Warning => new Style(Color.Yellow), _ => Cell.Alarm });
            if (finding.ToDo is { } toDo)
                screen.WriteLine($"         {toDo}");
        }

        var (faults, warnings) = (Count(seen, Finding.Fault), Count(seen, Finding.Warning));
        screen.WriteLine(faults + warnings == 0 ? "All is well." : $"{faults} {(faults == 1 ? "fault" : "faults")}, {warnings} {(warnings == 1 ? "warning" : "warnings")}.");
    }

    private static int Count(DoctorResponse seen, string level) => seen.Findings.Count(finding => finding.Level == level);
}
