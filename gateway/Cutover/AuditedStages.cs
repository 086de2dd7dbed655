using System.Collections.Frozen;
using System.Data.Common;
using Strangler.Contract;
using Strangler.Gateway.Audit;
using Strangler.Gateway.Configuration;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Store;

namespace Strangler.Gateway.Cutover;

/// <summary>
/// Sees to it that the audit explains each stage other than legacy, also in a database that was begun anew while the gateway ran:
/// what it knew nothing of would be taken for an edit at the next start.
/// </summary>
internal sealed class AuditedStages(CutoverState state, CutoverTurn turn, GatewayFiles files) : IStoreFeature
{
    /// <summary>All that can be known: an edit, another file in its place, and a rollback that was in force but never written look alike afterwards.</summary>
    private const string Differs =
        "features.json differs from what was in force when the gateway ended: it was edited or replaced since, or a change could not be written to it";

    private volatile string? _due;

    /// <summary>None of its own: the entries go into the table <c>audit</c>.</summary>
    public IEnumerable<Migration> Migrations => [];

    /// <inheritdoc/>
    public void BeginAnew(DbConnection connection) => _due = "found so when the database was begun anew";

    /// <inheritdoc/>
    public PendingWrite? Take()
    {
        // Nobody knows what a file says that another text stands in for.
        if (_due is not { } why || files.Features.Substituted.Count > 0 || Settled() is not { } settled)
            return null;

        _due = null;
        return new((connection, now) => Write(connection, now, settled, why), Return: () => _due ??= why, IsDurable: true);
    }

    /// <summary>Why the stages are not as the audit has them, at the start.</summary>
    public static string WhyAtTheStart(IEnumerable<AuditEntry> latest) =>
        latest.Any(entry => entry.Route == FeatureFlag.LegacyOnly || RouteStage.TryParse(entry.After, out _)) ? Differs : "found so at the first start";

    /// <summary>The flags as the audit last left them; a route of which it knows nothing has been at legacy.</summary>
    /// <param name="now">Which routes there are.</param>
    /// <param name="latest">The newest entry of each.</param>
    public static CutoverSnapshot Of(CutoverSnapshot now, IReadOnlyDictionary<string, AuditEntry> latest)
    {
        var stages = now.Stages.Keys.Union(latest.Keys.Where(route => StageOf(route, latest).Stage != Stage.Legacy)) // a flag may be gone since
            .ToDictionary(route => route, route => StageOf(route, latest));
        return new(
            stages.ToFrozenDictionary(route => route.Key, route => route.Value.Stage, StringComparer.Ordinal),
            latest.GetValueOrDefault(FeatureFlag.LegacyOnly)?.After == "on",
            legacy: null,
            canaries: stages.Where(route => route.Value.Percentage is not null).ToFrozenDictionary(route => route.Key, route => Canary.Of(route.Value.Percentage!.Value), StringComparer.Ordinal));
    }

    private string File => files.Features.File.Path;

    /// <summary>What is in force and audited, or waits to be; null while a change is under way, which audits itself.</summary>
    private CutoverSnapshot? Settled()
    {
        lock (turn.Moment)
            return turn.IsTold ? state.Current : null;
    }

    private void Write(DbConnection connection, DateTimeOffset now, CutoverSnapshot settled, string why)
    {
        if (settled != state.Current)
        {
            _due ??= why; // a change has come in between, and the audit may have it already or not yet
            return;
        }

        var audited = Of(settled, AuditTable.LatestByRoute(connection, File).ToDictionary(entry => entry.Route));
        foreach (var change in audited.ChangesTo(settled))
            AuditTable.Insert(connection, new AuditEntry(0, now, ProgramNames.Features, why, change.Route, change.Before, change.After, File));
    }

    private static RouteStage StageOf(string route, IReadOnlyDictionary<string, AuditEntry> latest) =>
        RouteStage.TryParse(latest.GetValueOrDefault(route)?.After, out var stage) ? stage : default;
}
