using System.Text.Json;
using Spectre.Console;
using Strangler.CommandLine.Management;

namespace Strangler.CommandLine.Output;

/// <summary>The tables of <c>report</c>: parity by route, then each route's divergences.</summary>
internal static class ReportView
{
    private const int LongestExample = 400;
    private const int LongestPath = 60;

    public static void Show(this Screen screen, Report report, bool withExamples)
    {
        ShowParity(screen, report);
        foreach (var route in report.Routes.Where(route => route.Divergences is { Count: > 0 }))
        {
            screen.WriteLine("");
            screen.WriteLine($"Divergences of {route.Route}", new Style(decoration: Decoration.Bold));
            ShowDivergences(screen, route.Divergences!);
            if (withExamples)
                ShowExamples(screen, route.Divergences!);
        }
    }

    private static void ShowParity(Screen screen, Report report)
    {
        var table = screen.Table("route", "parity", "coverage", "eligible", "compared", "matched", "diverged", "on purpose", "transient", "of state", "accepted", "unable", "pinned", "not compared because", "suppressed by rule");
        foreach (var route in report.Routes)
        {
            table.AddRow(
                Cell.Of(route.Route), Cell.Share(route.Parity), Cell.Share(route.Coverage), Cell.Count(route.Eligible), Cell.Count(route.Compared),
                Cell.Count(route.Matched), Cell.Count(route.Diverged), Cell.Count(route.OnPurpose),
                Cell.Count(route.Transient), Cell.Count(route.State), Cell.Count(route.Gate?.Evidence?.Accepted ?? 0), Cell.Count(route.Unable), Cell.Count(route.Pinned?.Total ?? 0),
                List(route.Uncompared?.Select(reason => $"{reason.Key} {reason.Value}")),
                List(route.Suppressed?.Select(suppressed => $"{suppressed.Rule} {suppressed.Count}")));
        }

        screen.Write(table);
    }

    private static void ShowDivergences(Screen screen, IReadOnlyList<Divergence> divergences)
    {
        var table = screen.Table("fingerprint", "kind", "path", "legacy", "modern", "count", "first seen", "last seen", "on purpose");
        foreach (var divergence in divergences)
        {
            table.AddRow(
                Cell.Of(divergence.Fingerprint), Cell.Of(divergence.Kind), Cell.Of(Cell.Brief(divergence.Path, LongestPath)), Cell.Count(divergence.StatusLegacy),
                Cell.Count(divergence.StatusModern), Cell.Count(divergence.Count), Cell.Of(Cell.Time(divergence.FirstSeen)),
                Cell.Of(Cell.Time(divergence.LastSeen)), Cell.Of(divergence.OnPurpose ?? "-"));
        }

        screen.Write(table);
    }

    private static void ShowExamples(Screen screen, IReadOnlyList<Divergence> divergences)
    {
        foreach (var divergence in divergences.Where(divergence => divergence.Example is { ValueKind: JsonValueKind.Object }))
        {
            screen.WriteLine($"Example of {divergence.Fingerprint}:");
            foreach (var part in divergence.Example!.Value.EnumerateObject())
                screen.WriteLine($"  {part.Name}: {Shorten(part.Value.GetRawText())}");
        }
    }

    private static Text List(IEnumerable<string>? items) => Cell.Of(string.Join(", ", items ?? []) is { Length: > 0 } text ? text : "-");

    private static string Shorten(string text) => text.Length <= LongestExample ? text : $"{text[..LongestExample]}… (--json has all of it)";
}
