using System.Text.Json;
using Microsoft.Data.Sqlite;
using Strangler.ShadowDiff.Rules;
using Strangler.ShadowDiff.Store;

namespace Strangler.ShadowDiff.Reports;

/// <summary>Reads the report: counts from memory, findings from the database.</summary>
internal sealed class ReportReader(ParityBoard board, GatewayDatabase database, StoreWriter writer, RulesInForce rules, TimeProvider time)
{
    /// <summary>Divergences listed for a route, open ones first; the newest of each.</summary>
    private const int MaxDivergences = 100;

    public async Task<Report> ReadAsync(CancellationToken cancellationToken)
    {
        await writer.TryFlushAsync(cancellationToken);
        var parities = board.Current();
        return await Task.Run(() => database.Read(connection => Read(connection, parities)), cancellationToken);
    }

    private Report Read(SqliteConnection connection, IReadOnlyDictionary<string, RouteParity> parities) => new(
        time.GetUtcNow(),
        [.. parities.Values.OrderBy(parity => parity.Route, StringComparer.Ordinal).Select(parity => Route(connection, parity))]);

    private RouteReport Route(SqliteConnection connection, RouteParity parity) => new(
        parity.Route,
        parity.Eligible,
        parity.Compared,
        parity.Matched,
        parity.Diverged,
        parity.OnPurpose,
        parity.Transient,
        parity.State,
        parity.Unable,
        parity.Uncompared,
        parity.Parity,
        parity.Coverage,
        parity.Legacy,
        parity.Modern,
        connection.Query(
            "SELECT rule, count, last_seen FROM suppression WHERE route = @route ORDER BY rule",
            row => new SuppressionReport(row.GetString(0), row.GetInt64(1), Time(row, 2)),
            ("@route", parity.Route)),
        connection.Query(
            """
            SELECT d.fingerprint, d.kind, d.at, d.status_legacy, d.status_modern, d.count, d.first_seen, d.last_seen, d.on_purpose,
                   x.at, x.served_by, e.at, e.legacy_value, e.modern_value, x.request, x.legacy, x.modern, d.transient, d.state
            FROM divergence d
            LEFT JOIN example e ON e.fingerprint = d.fingerprint
                AND e.exchange = (SELECT max(exchange) FROM example WHERE fingerprint = d.fingerprint)
            LEFT JOIN exchange x ON x.id = e.exchange
            WHERE d.route = @route
            ORDER BY d.on_purpose IS NOT NULL, d.last_seen DESC, d.fingerprint LIMIT @max
            """,
            Divergence,
            ("@route", parity.Route), ("@max", MaxDivergences)));

    private DivergenceReport Divergence(SqliteDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        row.GetString(2),
        row.GetInt32(3),
        row.GetInt32(4),
        row.GetInt64(5),
        Time(row, 6),
        Time(row, 7),
        Text(row, 8),
        Reason(row),
        row.IsDBNull(9) ? null : Example(row),
        row.GetInt64(17),
        row.GetInt64(18));

    /// <summary>The rule's own words, while the rules still have it.</summary>
    private string? Reason(SqliteDataReader row) => Text(row, 8) is not { } name ? null
        : rules.Current.Rules.FirstOrDefault(rule => rule.Name == name && rule.At.ToString() == row.GetString(2))?.Reason;

    private static ExampleReport Example(SqliteDataReader row) => new(
        Time(row, 9),
        row.GetString(10),
        row.GetString(11),
        Text(row, 12),
        Text(row, 13),
        JsonSerializer.Deserialize(row.GetString(14), StoredJson.Default.StoredRequest)!,
        JsonSerializer.Deserialize(row.GetString(15), StoredJson.Default.StoredResponse)!,
        JsonSerializer.Deserialize(row.GetString(16), StoredJson.Default.StoredResponse)!);

    private static string? Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static DateTimeOffset Time(SqliteDataReader row, int column) => DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(column));
}
