using Strangler.Contract;
using Strangler.Contract.Management;
using Strangler.Gateway.Audit;
using Strangler.Gateway.Configuration;
using Strangler.Gateway.Cutover;
using Strangler.Gateway.Metrics;
using Strangler.Gateway.Routing;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Reports;
using Strangler.ShadowDiff.Rules;

namespace Strangler.Gateway.Management.Board;

/// <summary>Where every route stands: stage, traffic, parity and latency. Read from memory.</summary>
internal sealed class BoardReader(CutoverState state, RouteTable table, RouteStatistics statistics, ReloadLog reloads, AuditLog audit, ParityBoard parity, RulesInForce rules)
{
    private const int AuditDepth = 1000;

    public BoardResponse Read()
    {
        var snapshot = state.Current;
        var compared = parity.Current();
        var changes = audit.Latest(AuditDepth).GroupBy(entry => entry.Route).ToDictionary(group => group.Key, group => group.First());
        return new BoardResponse(
            snapshot.LegacyOnly,
            new ReloadsResponse(reloads.GoodCount + rules.GoodCount, reloads.BadCount + rules.BadCount, StandingErrors()),
            [.. table.Routes.Select(route => Row(route, snapshot, compared.GetValueOrDefault(route), changes.GetValueOrDefault(route)))]);
    }

    private string? StandingErrors()
    {
        List<string> errors = [.. reloads.StandingErrors, .. rules.StandingErrors];
        return errors.Count > 0 ? string.Join("\n", errors) : null;
    }

    private RouteResponse Row(string route, CutoverSnapshot snapshot, RouteParity? compared, AuditEntry? change)
    {
        var legacy = statistics.Of(route, Side.Legacy);
        var modern = statistics.Of(route, Side.Modern);
        return new RouteResponse(
            route,
            snapshot.StageOf(route).Name(),
            snapshot.ServedBy(route) == Side.Modern ? "modern" : "legacy",
            table.Modules.ContainsKey(route),
            new RequestsResponse(legacy.Requests, modern.Requests),
            compared?.Parity,
            compared?.Coverage,
            Latency(legacy) ?? Latency(compared?.Legacy),
            Latency(modern) ?? Latency(compared?.Modern),
            change is null ? null : new LastChangeResponse(change.Id, change.At, change.Who, change.Why, change.Before, change.After));
    }

    private static LatencyResponse? Latency(RouteSeries series) =>
        series.Percentile(50) is { } p50 && series.Percentile(95) is { } p95 ? new LatencyResponse(p50, p95) : null;

    // A side that answers no client is known from its shadow runs only.
    private static LatencyResponse? Latency(Latency? shadow) => shadow is null ? null : new LatencyResponse(shadow.P50Ms, shadow.P95Ms);
}
