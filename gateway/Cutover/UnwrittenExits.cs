using System.Collections.Immutable;
using Strangler.Contract;

namespace Strangler.Gateway.Cutover;

/// <summary>
/// Ways back that are in force and not in <c>features.json</c>, because it could not be written. They stay in force whatever is read of
/// the files next, and go into the file with the next change or as soon as it can be written; an edit by hand that moves their flag is newer than they
/// are, unless they were taken before the gateway could see it. Changed in the <see cref="CutoverTurn.Moment"/> only.
/// </summary>
internal sealed class UnwrittenExits
{
    private ImmutableArray<CutoverExit> _exits = [];

    /// <summary>What an operator should know; null when all is written.</summary>
    public string? Problem => _exits is { Length: > 0 } exits
        ? $"{Capital(string.Join(" and ", exits.Select(exit => exit.Name)))} {(exits.Length == 1 ? "is" : "are")} in force, but not in features.json, which could not be written: it is tried again every few seconds. A restart before that, or an edit by hand of just that flag, undoes it."
        : null;

    /// <summary>A switch has its name at the beginning of a sentence too.</summary>
    private static string Capital(string names) => names.StartsWith("the ", StringComparison.Ordinal) ? $"T{names[1..]}" : names;

    /// <summary>The newest comes last, and so counts.</summary>
    public void Add(CutoverExit exit) => _exits = _exits.RemoveAll(other => other with { Look = exit.Look } == exit).Add(exit);

    /// <summary>Those of this moment.</summary>
    public ImmutableArray<CutoverExit> All => _exits;

    /// <summary>They are written. The same way back that was taken again since is another one, and stays.</summary>
    public void Forget(ImmutableArray<CutoverExit> exits) => _exits = _exits.RemoveAll(exit => IsIn(exits, exit));

    /// <summary>An edit by hand is newer than those that were taken before a look that did not find it yet, for the flags that it moved.</summary>
    public void Yield(long look, IReadOnlyCollection<string> flags) =>
        _exits = [.. _exits.Select(exit => exit.Look < look ? exit.Without(flags) : exit).OfType<CutoverExit>()];

    private static bool IsIn(ImmutableArray<CutoverExit> exits, CutoverExit exit) => exits.Any(other => ReferenceEquals(exit, other));

    /// <summary>The file with some of them.</summary>
    public static FeaturesFile In(FeaturesFile file, ImmutableArray<CutoverExit> exits) => exits.Aggregate(file, (edited, exit) => exit.In(edited));

    /// <summary>The snapshot with them.</summary>
    public CutoverSnapshot In(CutoverSnapshot snapshot) => _exits.Aggregate(snapshot, (edited, exit) => exit.In(edited));
}

/// <summary>A way back. None of them needs more than memory to be in force.</summary>
/// <param name="Route">The route that goes back; null for every route.</param>
/// <param name="Stage">Where it goes back to.</param>
/// <param name="IsSwitch">The switch that sends every route to legacy, whatever its stage.</param>
internal sealed record CutoverExit(string? Route, RouteStage Stage, bool IsSwitch)
{
    /// <summary>The routes that are none of every one, because a person has moved them since.</summary>
    public ImmutableSortedSet<string> Others { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>How many looks at the file had begun when it was taken (<see cref="ShadowDiff.WatchedFiles.WatchedFile.Looks"/>).</summary>
    public long Look { get; init; }

    public static CutoverExit LegacyOnly => new(null, default, IsSwitch: true);

    /// <summary>The rollback of one route, or of every one.</summary>
    public static CutoverExit RollBack(string? route) => new(route, default, IsSwitch: false);

    /// <summary>One route back to a stage that is less far than its own.</summary>
    public static CutoverExit To(string route, RouteStage stage) => new(route, stage, IsSwitch: false);

    /// <summary>For the board, in the middle of a sentence.</summary>
    public string Name => this switch
    {
        { IsSwitch: true } => "legacy-only",
        { Others.Count: > 0 } => $"the rollback of every route but {string.Join(", ", Others)}",
        { Stage: var stage } when stage == default => $"the rollback of {Route ?? "every route"}",
        _ => $"{Route} at {Stage}",
    };

    /// <summary>What is left of it where it is not for some flags; null for nothing.</summary>
    public CutoverExit? Without(IReadOnlyCollection<string> flags) => IsSwitch || Route is not null
        ? (flags.Contains(Route ?? FeatureFlag.LegacyOnly) ? null : this)
        : this with { Others = Others.Union(flags.Where(flag => flag != FeatureFlag.LegacyOnly)) };

    /// <summary>None moves a route forward, whatever it was taken back from; one without a flag is at legacy already.</summary>
    public FeaturesFile In(FeaturesFile file) => this switch
    {
        { IsSwitch: true } => file.SetLegacyOnly(true),
        { Route: null } => file.RollBackAll(Others),
        _ => file.IsFurther(Route, Stage) ? file.SetStage(Route, Stage.Stage.Name(), Stage.Percentage) : file,
    };

    public CutoverSnapshot In(CutoverSnapshot snapshot) => this switch
    {
        { IsSwitch: true } => snapshot.AtLegacyOnly(),
        { Route: { } route } when Stage != default => snapshot.RouteStageOf(route).IsFurtherThan(Stage) ? snapshot.BackAt(route, Stage, null) : snapshot,
        { Route: null, Others.Count: > 0 } => snapshot.Stages.Keys.Except(Others).Aggregate(snapshot, (edited, route) => edited.RolledBack(route)),
        _ => snapshot.RolledBack(Route),
    };
}
