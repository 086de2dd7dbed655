using System.Collections.Immutable;
using Strangler.Contract;

namespace Strangler.Gateway.Cutover;

/// <summary>
/// Rollbacks that are in force and not in <c>features.json</c>, because it could not be written. They stay in force whatever is read of the
/// files next, and go into the file with the next change; an edit by hand is newer than they are. Changed in one's <see cref="CutoverTurn"/> only.
/// </summary>
internal sealed class UnwrittenRollbacks
{
    // Null stands for every route.
    private ImmutableArray<string?> _routes = [];

    /// <summary>What an operator should know; null when all is written.</summary>
    public string? Problem => _routes is { Length: > 0 } routes
        ? $"The rollback of {(routes.Contains(null) ? "every route" : string.Join(", ", routes))} is in force, but not in features.json, which could not be written: the next change writes it. A restart before that, or an edit by hand, undoes it."
        : null;

    public void Add(string? route) => _routes = _routes.Contains(route) ? _routes : _routes.Add(route);

    public void Clear() => _routes = [];

    /// <summary>The file with them.</summary>
    public FeaturesFile In(FeaturesFile file) => _routes.Aggregate(file, (edited, route) => route is null ? edited.RollBackAll() : edited.SetStage(route, Stage.Legacy.Name()));

    /// <summary>The snapshot with them.</summary>
    public CutoverSnapshot In(CutoverSnapshot snapshot) => _routes.Aggregate(snapshot, (edited, route) => edited.RolledBack(route));
}
