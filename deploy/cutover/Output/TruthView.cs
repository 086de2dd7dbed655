using System.Globalization;
using Spectre.Console;
using Strangler.ShadowDiff.Trials;

namespace Strangler.CommandLine.Output;

/// <summary>The tables of <c>truth</c>: recall and precision by route, then what was missed and why, and what was named without being a fault.</summary>
internal static class TruthView
{
    private const int LongestPlace = 60;

    public static void Show(this Screen screen, TrialReport report)
    {
        ShowRoutes(screen, report);
        ShowMissed(screen, report);
        ShowAlarms(screen, report);
        screen.WriteLine("");
        screen.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Found} of {report.Faults} faults found, {report.Alarms} false alarms ({report.Variations} harmless variations, {report.Routes.Sum(route => route.Exchanges)} exchanges); seed {report.Seed}, build {report.Build}, rules {report.Rules}"));
        if (report.Rare > 0)
            screen.WriteLine(string.Create(CultureInfo.InvariantCulture, $"shown too seldom to tell from a coincidence, and not counted: {report.Rare}, of which found {report.RareFound}"));
        if (report.Skipped > 0)
            screen.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.Skipped} exchanges were left out, because too many waited to be asked anew: a lower --rate leaves out none"));
    }

    private static void ShowRoutes(Screen screen, TrialReport report)
    {
        var table = screen.Table("route", "exchanges", "faults", "found", "recall", "variations", "false alarms", "precision", "found by kind");
        foreach (var route in report.Routes)
            Add(table, NameOf(route), route.Exchanges, route.Faults, route.Found, route.Recall, route.Variations, route.Alarms, route.Precision, route.Kinds);

        TrialKind[] kinds = [.. report.Routes.SelectMany(route => route.Kinds).GroupBy(kind => kind.Kind).Select(kind => new TrialKind(kind.Key, kind.Sum(one => one.Faults), kind.Sum(one => one.Found), null))];
        Add(table, "all", report.Routes.Sum(route => route.Exchanges), report.Faults, report.Found, report.Recall, report.Variations, report.Alarms, report.Precision, kinds);
        screen.Write(table);
    }

    private static string NameOf(TrialRoute route) => route.ByShape ? $"{route.Route}, by shape" : route.Route;

    private static void Add(Table table, string route, long exchanges, long faults, long found, double? recall, long variations, long alarms, double? precision, IReadOnlyList<TrialKind> kinds) => table.AddRow(
        Cell.Of(route), Cell.Count(exchanges), Cell.Count(faults), Cell.Count(found), Cell.Share(recall), Cell.Count(variations), Cell.Count(alarms), Cell.Share(precision),
        Cell.Of(string.Join(", ", kinds.Select(kind => $"{kind.Kind} {kind.Found}/{kind.Faults}"))));

    private static void ShowMissed(Screen screen, TrialReport report)
    {
        if (report.Routes.All(route => route.Missed.Count == 0))
            return;

        screen.WriteLine("");
        screen.WriteLine("Missed", new Style(decoration: Decoration.Bold));
        var table = screen.Table("route", "fault", "kind", "in", "status", "place", "shown", "why");
        foreach (var (route, missed) in report.Routes.SelectMany(route => route.Missed.Select(missed => (NameOf(route), missed))))
        {
            table.AddRow(
                Cell.Of(route), Cell.Of(missed.Fault), Cell.Of(missed.Kind), Cell.Side(missed.Side), Cell.Count(missed.Status), Cell.Of(Cell.Brief(missed.Place, LongestPlace)), Cell.Count(missed.Shown),
                Cell.Of(string.Join("; ", missed.Why.OrderByDescending(why => why.Value).Select(why => $"{why.Key} ({why.Value.ToString(CultureInfo.InvariantCulture)})"))));
        }

        screen.Write(table);
    }

    private static void ShowAlarms(Screen screen, TrialReport report)
    {
        if (report.Routes.All(route => route.FalseAlarms.Count == 0))
            return;

        screen.WriteLine("");
        screen.WriteLine("Named without being a fault; of answers as they are it may be a real divergence that nobody has judged", new Style(decoration: Decoration.Bold));
        var table = screen.Table("route", "variation", "in", "named as");
        foreach (var (route, alarm) in report.Routes.SelectMany(route => route.FalseAlarms.Select(alarm => (NameOf(route), alarm))))
            table.AddRow(Cell.Of(route), Cell.Of(alarm.Variation), Cell.Side(alarm.Side.Length > 0 ? alarm.Side : "-"), Cell.Of(alarm.NamedAs));

        screen.Write(table);
    }
}
