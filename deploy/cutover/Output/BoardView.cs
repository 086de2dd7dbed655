using System.Globalization;
using Spectre.Console;
using Strangler.Contract;
using Strangler.Contract.Management;

namespace Strangler.CommandLine.Output;

/// <summary>The table of <c>status</c>. A terminal too narrow for all of it leaves out whole columns, never parts of words.</summary>
internal static class BoardView
{
    private const int FitsParity = 70;
    private const int FitsLatency = 115;
    private const int FitsGate = 135;
    private const int FitsLastChange = 165;
    private const int LongestWho = 30;
    private const int LongestWhy = 60;

    private sealed record Column(string Title, Func<RouteResponse, Text> Cell, int FromWidth = 0);

    private static readonly Column[] Columns =
    [
        new("route", route => Cell.Of(route.Route)),
        new("stage", route => Cell.Stage(RouteStage.Shown(route.Stage, route.Percentage))),
        new("served by", route => Cell.Side(route.ServedBy)),
        new("requests", route => Cell.Pair($"{route.Requests.Legacy}", $"{route.Requests.Modern}")),
        new("parity", route => Cell.Share(route.Parity), FitsParity),
        new("coverage", route => Cell.Share(route.Coverage), FitsParity),
        new("legacy ms", route => Cell.Milliseconds(route.LegacyMs), FitsLatency),
        new("modern ms", route => Cell.Milliseconds(route.ModernMs), FitsLatency),
        new("gate", route => Cell.Of(route.Gate is { } gate ? Describe(gate) : "-"), FitsGate),
        new("last change", route => Cell.Of(route.LastChange is { } change ? Describe(change) : "-"), FitsLastChange),
    ];

    public static void Show(this Screen screen, BoardResponse board)
    {
        if (board.LastChange is { } last)
            screen.WriteBriefly($"Last change: {last.Route} {last.Before} > {last.After} at {Cell.Time(last.At)} by {Cell.Brief(last.Who, LongestWho)}: {Cell.Brief(last.Why, LongestWhy)} ({Undo(last)})");
        foreach (var latch in board.Latched ?? [])
            screen.WriteBriefly($"{latch.Route} was taken back by the gateway at {Cell.Time(latch.At)}, {latch.Before} > {latch.After}, and stays there until a person moves it. {latch.Evidence}", Cell.Alarm);
        if (board.LegacyFlaskProxy)
            screen.WriteBriefly("Started with --legacy-flask-proxy: legacy answers every route, whatever its stage and legacy-only say.", Cell.Alarm);
        if (board.LegacyOnly)
            screen.WriteBriefly("legacy-only is on: legacy answers every route, whatever its stage.", Cell.Alarm);
        if (board.Legacy is { } legacy && Describe(legacy) is { } presence)
            screen.WriteBriefly(presence, legacy.IsNeeded ? Cell.Alarm : Style.Plain);
        if (board.Reloads is { LastError: { } error })
            screen.WriteBriefly($"A file needs a person: {error}", Cell.Alarm);

        if (board.AuditProblem is { } problem)
            screen.WriteBriefly(problem, Cell.Alarm);
        if (board.JobsProblem is { } jobs)
            screen.WriteBriefly(jobs, Cell.Alarm);
        foreach (var check in board.NotReady ?? [])
            screen.WriteBriefly($"Not ready: {string.Join(", ", check.Routes)}. {check.Problem}", check.Served.Count > 0 ? Cell.Alarm : Style.Plain);
        foreach (var route in board.Routes.Where(route => route.Hanging > 0))
            screen.WriteBriefly($"{route.Route}: {route.Hanging} requests hang: C# does not begin to answer them.", Cell.Alarm);
        foreach (var route in board.Routes.Where(route => route.Fallback is { Lasts: true }))
            screen.WriteBriefly($"{route.Route}: C# fails ({route.Fallback!.Cause}), and legacy answers in its place; {route.Fallback.Count} times since the start.", Cell.Alarm);
        if (board.TrialUntil is { } end)
            screen.WriteBriefly(string.Create(CultureInfo.InvariantCulture, $"A trial of seeded faults runs, until {end.UtcDateTime:HH:mm:ss} UTC at the latest."));

        if (board.PlansProblem is { } plans)
            screen.WriteBriefly(plans, Cell.Alarm);
        foreach (var plan in board.Routes.Select(route => route.Plan).OfType<PlanResponse>())
            screen.Show(plan);

        Column[] columns = [.. Columns.Where(column => screen.Width >= column.FromWidth)];
        var table = screen.Table([.. columns.Select(column => column.Title)]);
        foreach (var route in board.Routes)
            table.AddRow(columns.Select(column => column.Cell(route)));
        screen.Write(table);

        if (screen.IsBrief)
            return;

        screen.WriteLine(columns.Length == Columns.Length
            ? "requests: legacy / modern; ms: p50 / p95"
            : "requests: legacy / modern; a wider terminal also shows latency, the gate and the last change");
    }

    /// <summary>What waits for the database has no number yet by which it could be reverted: it gets one there.</summary>
    private static string Undo(AuditedChange change) => change.Id > 0 ? $"./cutover revert {change.Id}"
        : change.Route == "legacy-only" ? $"./cutover legacy-only {change.Before}"
        : $"./cutover set {change.Route} {change.Before.TrimEnd('%', ' ')}";

    /// <summary>Null where all is as it should be: legacy is needed, and is there.</summary>
    private static string? Describe(LegacyResponse legacy) => legacy switch
    {
        { IsNeeded: true, Answers: true } => null,
        { IsNeeded: true, Address: null } => "No legacy is configured, and some routes still need it.",
        { IsNeeded: true } => $"Legacy does not answer at {legacy.Address}, and some routes still need it.",
        { Answers: true } => $"Every route is complete: legacy, at {legacy.Address}, is not needed any more.",
        _ => "No legacy: every route is complete.",
    };

    private static string Describe(GateResponse gate) => gate.Verdict == "blocked" ? $"blocked: {string.Join(", ", gate.Unmet)}" : gate.Verdict.Replace('-', ' ');

    private static string Describe(LastChangeResponse change) => $"{Cell.Time(change.At)} {change.Before} > {change.After}, {Cell.Brief(change.Who, LongestWho)}: {Cell.Brief(change.Why, LongestWhy)}";
}
