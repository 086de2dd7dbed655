using Strangler.Contract;

namespace Strangler.Gateway.Cutover;

/// <summary>A route may be at a stage only while another route is far enough (docs/architecture.md). At canary it is not as far as live: legacy answers some of its clients.</summary>
/// <param name="Route">The route that moves.</param>
/// <param name="From">The first stage of it that the constraint concerns.</param>
/// <param name="Needs">The other route.</param>
/// <param name="AtLeast">The stage that the other route must have reached.</param>
/// <param name="Reason">What a user would notice otherwise.</param>
internal sealed record CutoverConstraint(string Route, Stage From, string Needs, Stage AtLeast, string Reason)
{
    private const string ConnectionIsShared = "legacy would no longer learn which backup server the user connected to";

    private const string PagesMustHear = "its jobs would be told to pages only over legacy's sockets, and legacy may be gone";

    // Below complete start_backup needs no other route: its jobs are answered by the side that runs them, and pages hear of them over legacy's sockets.
    public static readonly IReadOnlyList<CutoverConstraint> All =
    [
        .. from route in (string[])["connect", "disconnect"]
           from reader in (string[])["status", "job_status", "health", "start_backup", RouteNames.Realtime]
           select new CutoverConstraint(route, Stage.Complete, reader, Stage.Live, ConnectionIsShared),
        new CutoverConstraint("start_backup", Stage.Complete, RouteNames.Realtime, Stage.Live, PagesMustHear),
    ];

    /// <summary>The constraints that hold now and would not with <paramref name="route"/> at <paramref name="stage"/>, in words. One that was broken before is not this change's to mend.</summary>
    public static IReadOnlyList<string> BrokenBy(string route, Stage stage, Func<string, Stage> stageOf) =>
    [
        .. from constraint in All
           where constraint.Route == route || constraint.Needs == route
           let moved = constraint.Route == route ? stage : stageOf(constraint.Route)
           let needed = constraint.Needs == route ? stage : stageOf(constraint.Needs)
           where constraint.IsBroken(moved, needed) && !constraint.IsBroken(stageOf(constraint.Route), stageOf(constraint.Needs))
           select $"'{constraint.Route}' at {moved.Name()} needs '{constraint.Needs}' at {constraint.AtLeast.Name()} or further (it is at {needed.Name()}): {constraint.Reason}",
    ];

    /// <summary>What must go back with a route that is taken back to <paramref name="stage"/>, each as far as it has to: a way back is never refused for the sake of another route.</summary>
    public static IReadOnlyList<(string Route, Stage Stage)> BackWith(string route, Stage stage, Func<string, Stage> stageOf)
    {
        var moved = new Dictionary<string, Stage>(StringComparer.Ordinal) { [route] = stage };
        while (All.FirstOrDefault(constraint =>
            constraint.IsBroken(Now(constraint.Route), Now(constraint.Needs)) && !constraint.IsBroken(stageOf(constraint.Route), stageOf(constraint.Needs))) is { } broken)
        {
            moved[broken.Route] = broken.From - 1;
        }

        return [.. moved.Where(other => other.Key != route).Select(other => (other.Key, other.Value))];

        Stage Now(string name) => moved.TryGetValue(name, out var to) ? to : stageOf(name);
    }

    private bool IsBroken(Stage moved, Stage needed) => moved >= From && needed < AtLeast;
}
