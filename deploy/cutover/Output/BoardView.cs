using Spectre.Console;
using Strangler.Cutover.Api;

namespace Strangler.Cutover.Output;

/// <summary>The table of <c>status</c>.</summary>
internal static class BoardView
{
    public static void Show(this Screen screen, Board board)
    {
        if (board.LegacyOnly)
            screen.WriteLine("legacy-only is on: legacy answers every route, whatever its stage.", new Style(Color.Red, decoration: Decoration.Bold));
        if (board.Reloads?.LastError is { } error)
            screen.WriteLine($"The last edit of a configuration file was refused and is not in force: {error}", new Style(Color.Red));

        var table = screen.Table(
            "route", "stage", "served by", "by legacy", "by modern", "parity", "coverage", "legacy p50 / p95 ms", "modern p50 / p95 ms", "last change");
        foreach (var route in board.Routes)
        {
            table.AddRow(
                Cell.Of(route.Route), Cell.Stage(route.Stage), Cell.Side(route.ServedBy), Cell.Count(route.Requests.Legacy), Cell.Count(route.Requests.Modern),
                Cell.Share(route.Parity), Cell.Share(route.Coverage), Cell.Milliseconds(route.LegacyMs), Cell.Milliseconds(route.ModernMs),
                Cell.Of(route.LastChange is { } change ? $"{Cell.Time(change.At)} {change.Before} > {change.After}, {change.Who}: {change.Why}" : "-"));
        }

        screen.Write(table);
    }
}
