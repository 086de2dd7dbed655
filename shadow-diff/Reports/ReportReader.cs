using System.Data.Common;
using Strangler.ShadowDiff.Gate;
using Strangler.ShadowDiff.Store;

namespace Strangler.ShadowDiff.Reports;

/// <summary>Reads the report: all of it as the database holds it at one moment.</summary>
internal sealed class ReportReader(
    ParityFigures board, GatewayDatabase database, StoreWriter writer, FindingReader findings, EvidenceReader evidence, TimeProvider time)
{
    /// <summary>Divergences listed for a route, open ones first; the newest of each.</summary>
    private const int MaxDivergences = 100;

    public async Task<Report> ReadAsync(CancellationToken cancellationToken)
    {
        await writer.TryFlushInTimeAsync(cancellationToken);
        return await database.ReadInTimeAsync(connection => Read(connection, board.Read(connection)), GatewayDatabase.Patience, cancellationToken);
    }

    private Report Read(DbConnection connection, IReadOnlyDictionary<string, RouteParity> parities) => new(
        time.GetUtcNow(),
        [.. parities.Values.OrderBy(parity => parity.Route, StringComparer.Ordinal).Select(parity => Route(connection, parity))]);

    private RouteReport Route(DbConnection connection, RouteParity parity) => new(
        parity.Route,
        parity.Eligible,
        parity.Compared,
        parity.Matched,
        parity.Diverged,
        parity.OnPurpose,
        parity.Transient,
        parity.State,
        parity.Pinned ?? new(new(0, 0, 0, 0), new(0, 0, 0, 0)),
        parity.Unable,
        parity.Uncompared,
        parity.Parity,
        parity.Coverage,
        parity.Legacy,
        parity.Modern,
        SuppressionReport.Read(connection, parity.Route),
        connection.Query(
            $"""
            SELECT {FindingReader.Columns}, {ExampleReader.Columns}
            FROM divergence d
            LEFT JOIN example e ON e.fingerprint = d.fingerprint
                AND e.exchange = (SELECT max(exchange) FROM example WHERE fingerprint = d.fingerprint)
            LEFT JOIN exchange x ON x.id = e.exchange
            WHERE d.route = @route
            ORDER BY d.on_purpose IS NOT NULL, d.last_seen DESC, d.fingerprint LIMIT @max
            """,
            Divergence,
            ("@route", parity.Route), ("@max", MaxDivergences)),
        evidence.Judge(connection, parity.Route));

    private DivergenceReport Divergence(Row row) => new(findings.Of(row), ExampleReader.Of(row, FindingReader.AfterColumns));
}
