using System.Data.Common;
using Strangler.ShadowDiff.Coverage;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Reports;

/// <summary>Where every route stands at this moment. Read from memory: cheap enough for each request.</summary>
public sealed class ParityFigures
{
    private static readonly UncomparedReason[] Reasons = Enum.GetValues<UncomparedReason>();
    private readonly CoverageCounts _counts;

    internal ParityFigures(CoverageCounts counts) => _counts = counts;

    /// <summary>The routes that have had an eligible exchange, by name.</summary>
    public IReadOnlyDictionary<string, RouteParity> Current() =>
        _counts.Routes.Select(Of).Where(parity => parity.Eligible > 0).ToDictionary(parity => parity.Route);

    /// <summary>The same of what the database holds at one moment, so that it adds up with all else that is read of it then.</summary>
    internal IReadOnlyDictionary<string, RouteParity> Read(DbConnection connection)
    {
        var routes = new Dictionary<string, RouteCounts>(StringComparer.Ordinal);
        foreach (var (route, outcome, count) in CoverageTable.Read(connection))
            (routes.TryGetValue(route, out var counts) ? counts : routes[route] = new(route)).Add(outcome, count);

        return routes.Values.Select(counts => Of(counts, _counts.For(counts.Route).Latency)).Where(parity => parity.Eligible > 0).ToDictionary(parity => parity.Route);
    }

    /// <summary>What counts say of a route.</summary>
    internal static RouteParity Of(RouteCounts counts) => Of(counts, counts.Latency);

    private static RouteParity Of(RouteCounts counts, RouteLatency latency)
    {
        var (matched, diverged, onPurpose) = (counts.Of(Outcome.Match), counts.Of(Outcome.Diverged), counts.Of(Outcome.OnPurpose));
        var uncompared = Reasons.Select(reason => (Name: KebabName<UncomparedReason>.Of(reason), Count: counts.Of(reason)))
            .Where(entry => entry.Count > 0).ToDictionary(entry => entry.Name, entry => entry.Count);
        var (transient, state) = (counts.Of(Outcome.Transient), counts.Of(Outcome.State));
        var compared = matched + diverged + onPurpose + transient + state;
        var pinned = new PinnedFigures(PinnedTo(counts, Side.Legacy), PinnedTo(counts, Side.Modern));
        var eligible = compared + pinned.Total + uncompared.Values.Sum();
        var (shapesMatched, shapesDiverged) = (pinned.Modern.Matched, pinned.Modern.Diverged + pinned.Legacy.Diverged);
        return new(
            counts.Route,
            eligible,
            compared,
            matched,
            diverged,
            uncompared.GetValueOrDefault(KebabName<UncomparedReason>.Of(UncomparedReason.Unable)),
            uncompared,
            Share(matched + shapesMatched, matched + shapesMatched + diverged + shapesDiverged),
            Share(compared + pinned.Modern.Judged, eligible - counts.Of(UncomparedReason.SampledOut) - pinned.Legacy.Total),
            latency.Legacy.Read(),
            latency.Modern.Read(),
            onPurpose,
            transient,
            state,
            pinned);
    }

    private static PinnedSide PinnedTo(RouteCounts counts, Side side) => new(
        counts.Of(side, ShapeOutcome.Learned), counts.Of(side, ShapeOutcome.Match), counts.Of(side, ShapeOutcome.OnPurpose), counts.Of(side, ShapeOutcome.Diverged));

    private static double? Share(long part, long whole) => whole == 0 ? null : (double)part / whole;
}
