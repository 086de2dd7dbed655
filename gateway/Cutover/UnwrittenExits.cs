using System.Collections.Immutable;
using Strangler.Contract;

namespace Strangler.Gateway.Cutover;

/// <summary>
/// Ways back to legacy that are in force and not in <c>features.json</c>, because it could not be written. They stay in force whatever is read of
/// the files next, and go into the file with the next change or as soon as it can be written; an edit by hand is newer than they are. Changed in one's <see cref="CutoverTurn"/> only.
/// </summary>
internal sealed class UnwrittenExits
{
    private ImmutableArray<CutoverExit> _exits = [];

    /// <summary>What they are, in the middle of a sentence; null when all is written.</summary>
    public string? Names => _exits is { Length: > 0 } exits ? string.Join(" and ", exits.Select(exit => exit.Name)) : null;

    /// <summary>What an operator should know; null when all is written.</summary>
    public string? Problem => _exits is { Length: > 0 } exits
        ? $"{Capital(Names!)} {(exits.Length == 1 ? "is" : "are")} in force, but not in features.json, which could not be written: it is tried again every few seconds. A restart before that, or an edit by hand, undoes it."
        : null;

    /// <summary>A switch has its name at the beginning of a sentence too.</summary>
    private static string Capital(string names) => names.StartsWith("the ", StringComparison.Ordinal) ? $"T{names[1..]}" : names;

    public void Add(CutoverExit exit) => _exits = _exits.Contains(exit) ? _exits : _exits.Add(exit);

    public void Clear() => _exits = [];

    /// <summary>The file with them.</summary>
    public FeaturesFile In(FeaturesFile file) => _exits.Aggregate(file, (edited, exit) => exit.In(edited));

    /// <summary>The snapshot with them.</summary>
    public CutoverSnapshot In(CutoverSnapshot snapshot) => _exits.Aggregate(snapshot, (edited, exit) => exit.In(edited));
}

/// <summary>A way back to legacy. None of them needs more than memory to be in force.</summary>
/// <param name="Route">The route that goes back; null for every route.</param>
/// <param name="IsSwitch">The switch that sends every route to legacy, whatever its stage.</param>
internal sealed record CutoverExit(string? Route, bool IsSwitch)
{
    public static readonly CutoverExit LegacyOnly = new(null, IsSwitch: true);

    /// <summary>The rollback of one route, or of every one.</summary>
    public static CutoverExit RollBack(string? route) => new(route, IsSwitch: false);

    /// <summary>For the board, in the middle of a sentence.</summary>
    public string Name => IsSwitch ? "legacy-only" : $"the rollback of {Route ?? "every route"}";

    /// <summary>A route without a flag is at legacy already.</summary>
    public FeaturesFile In(FeaturesFile file) => this switch
    {
        { IsSwitch: true } => file.SetLegacyOnly(true),
        { Route: null } => file.RollBackAll(),
        _ => file.Stages.ContainsKey(Route) ? file.SetStage(Route, Stage.Legacy.Name()) : file,
    };

    public CutoverSnapshot In(CutoverSnapshot snapshot) => IsSwitch ? snapshot.AtLegacyOnly() : snapshot.RolledBack(Route);
}
