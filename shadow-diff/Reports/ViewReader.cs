using System.Data.Common;
using Microsoft.Extensions.Options;
using Strangler.ShadowDiff.Gate;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Rerun;
using Strangler.ShadowDiff.Store;

namespace Strangler.ShadowDiff.Reports;

/// <summary>Reads what a page shows.</summary>
internal sealed class ViewReader(
    IShadowedRoutes routes,
    ParityFigures board,
    GatewayDatabase database,
    StoreWriter writer,
    FindingReader findings,
    EvidenceReader evidence,
    ChangeReader changes,
    ExchangeRerun rerun,
    ITraceViewer traces,
    IOptionsMonitor<GateThresholds> thresholds,
    TimeProvider time)
{
    /// <summary>All routes, in the host's order; then those that it no longer has but the database has.</summary>
    public Task<IReadOnlyList<RouteOverview>> BoardAsync(CancellationToken cancellationToken) => ReadAsync<IReadOnlyList<RouteOverview>>(
        connection =>
        {
            var parities = board.Read(connection);
            return [.. routes.Names.Concat(parities.Keys.Order(StringComparer.Ordinal)).Distinct().Select(route => Route(connection, route, parities))];
        },
        cancellationToken);

    /// <summary>A route and the fingerprints that a query shows of it; null when there is no such route.</summary>
    public Task<RouteFindings?> RouteAsync(string route, FindingQuery query, CancellationToken cancellationToken) => OfRouteAsync(
        route,
        (connection, overview) => new RouteFindings(overview, Page(connection, overview.Findings.Select(finding => new RouteFinding(route, finding)), query)),
        cancellationToken);

    /// <summary>A route and all its fingerprints with their values; null when there is no such route.</summary>
    public Task<RouteDivergences?> RecordAsync(string route, CancellationToken cancellationToken) => OfRouteAsync(
        route,
        (connection, overview) => new RouteDivergences(
            overview, ListedFinding.Of([.. overview.Findings.Select(finding => new RouteFinding(route, finding))], names => ExampleReader.Values(connection, names))),
        cancellationToken);

    /// <summary>The routes that a list can be of: the host's, then those that only the database has.</summary>
    public IReadOnlyList<string> Known => [.. routes.Names.Concat(board.Current().Keys.Order(StringComparer.Ordinal)).Distinct()];

    /// <summary>The fingerprints that a query shows, of all routes or of the one that it names.</summary>
    /// <returns>Null when there is no such route.</returns>
    public async Task<FindingPage?> FindingsAsync(FindingQuery query, CancellationToken cancellationToken) =>
        query.Route is null || IsKnown(query.Route) ? await ReadAsync(connection => Page(connection, findings.Read(connection, query.Route), query), cancellationToken) : null;

    /// <summary>What has changed on a route; or why there is nothing to say.</summary>
    /// <returns>Neither when there is no such route.</returns>
    public async Task<(RouteChange? Change, string? Refusal)> ChangesAsync(string route, ChangeQuery query, CancellationToken cancellationToken) =>
        IsKnown(route) ? await ReadAsync(connection => changes.Read(connection, route, query), cancellationToken) : default;

    /// <summary>Null when the route has no such fingerprint.</summary>
    /// <param name="route">The route.</param>
    /// <param name="fingerprint">The fingerprint.</param>
    /// <param name="example">The exchange to show; null, or one that is not kept, for the newest.</param>
    public Task<SampleView?> SampleAsync(string route, string fingerprint, long? example, CancellationToken cancellationToken) =>
        ReadAsync(connection => Sample(connection, route, fingerprint, example), cancellationToken);

    private bool IsKnown(string route) => routes.Names.Contains(route) || board.Current().ContainsKey(route);

    private async Task<T?> OfRouteAsync<T>(string route, Func<DbConnection, RouteOverview, T> read, CancellationToken cancellationToken)
        where T : class =>
        IsKnown(route) ? await ReadAsync(connection => read(connection, Route(connection, route, board.Read(connection))), cancellationToken) : null;

    private FindingPage Page(DbConnection connection, IEnumerable<RouteFinding> found, FindingQuery query) =>
        FindingPage.Of(found, query, time.GetUtcNow(), names => ExampleReader.Values(connection, names));

    private RouteOverview Route(DbConnection connection, string route, IReadOnlyDictionary<string, RouteParity> parities)
    {
        var record = evidence.Read(connection, route);
        return new(
            route,
            routes.StageOf(route),
            time.GetUtcNow(),
            record.Trend,
            evidence.Judge(route, record.Evidence),
            [.. findings.Read(connection, route).Select(one => one.Finding)],
            parities.GetValueOrDefault(route)?.Uncompared ?? new Dictionary<string, long>(),
            SuppressionReport.Read(connection, route));
    }

    private SampleView? Sample(DbConnection connection, string route, string fingerprint, long? example)
    {
        if (findings.Find(connection, route, fingerprint) is not { } finding)
            return null;

        var examples = ExampleReader.Read(connection, fingerprint);
        var shown = examples.FirstOrDefault(one => one.Id == example) ?? (examples.Count > 0 ? examples[0] : null);
        return new(
            route,
            routes.StageOf(route),
            finding,
            examples,
            shown,
            shown is null ? "No exchange that shows it is kept any more." : rerun.WhyNot(route, shown.Request),
            (routes.LegacyAddress, routes.PublicAddress),
            thresholds.Get(route).CleanToClose,
            shown?.TraceId is { } trace ? traces.PageOf(trace) : null);
    }

    private async Task<T> ReadAsync<T>(Func<DbConnection, T> read, CancellationToken cancellationToken)
    {
        await writer.TryFlushInTimeAsync(cancellationToken);
        return await database.ReadInTimeAsync(read, GatewayDatabase.Patience, cancellationToken);
    }
}
