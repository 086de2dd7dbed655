using System.Data.Common;
using System.Text.Json;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Recording;
using Strangler.ShadowDiff.Store;

namespace Strangler.ShadowDiff.Findings;

/// <summary>Writes findings: divergences, suppressed counts and examples.</summary>
internal static class FindingsTable
{
    public static void Write(DbConnection connection, PendingFindings findings, int examplesPerDivergence, long hour, Func<string, string> buildOf)
    {
        foreach (var (fingerprint, divergence) in findings.Divergences)
            Upsert(connection, fingerprint, divergence);

        foreach (var ((route, rule), (count, at)) in findings.Suppressions)
            Suppress(connection, route, rule, count, at);

        foreach (var ((route, fingerprints), count) in findings.Sets)
            AddSet(connection, route, hour, buildOf(route), fingerprints, count);

        foreach (var example in findings.Examples)
            Insert(connection, example.Route, example.Exchange, example.Divergences.Select(Example), examplesPerDivergence);
    }

    public static void Suppress(DbConnection connection, string route, string rule, long count, DateTimeOffset at) => connection.Execute(
        """
        INSERT INTO suppression (route, rule, count, last_seen) VALUES (@route, @rule, @count, @at)
        ON CONFLICT (route, rule) DO UPDATE SET count = suppression.count + excluded.count,
            last_seen = CASE WHEN suppression.last_seen > excluded.last_seen THEN suppression.last_seen ELSE excluded.last_seen END
        """,
        ("@route", route), ("@rule", rule), ("@count", count), ("@at", at.ToUnixTimeMilliseconds()));

    public static void AddSet(DbConnection connection, string route, long hour, string build, string fingerprints, long count) => connection.Execute(
        """
        INSERT INTO divergence_set (route, hour, build, fingerprints, count) VALUES (@route, @hour, @build, @fingerprints, @count)
        ON CONFLICT (route, hour, build, fingerprints) DO UPDATE SET count = divergence_set.count + excluded.count
        """,
        ("@route", route), ("@hour", hour), ("@build", build), ("@fingerprints", fingerprints), ("@count", count));

    /// <summary>The sets that a route's exchanges showed in some hours, see <see cref="DivergenceSets"/>, and how many did.</summary>
    /// <param name="connection">The database.</param>
    /// <param name="route">The route.</param>
    /// <param name="first">The first hour.</param>
    /// <param name="end">The hour after the last.</param>
    /// <param name="build">Null for all.</param>
    public static IReadOnlyList<(string Fingerprints, long Count)> ReadSets(DbConnection connection, string route, long first, long end, string? build) => connection.Query(
        """
        SELECT fingerprints, CAST(sum(count) AS BIGINT) FROM divergence_set
        WHERE route = @route AND hour >= @first AND hour < @end AND (build = @build OR @build IS NULL) GROUP BY fingerprints
        """,
        row => (row.GetString(0), row.GetInt64(1)),
        ("@route", route), ("@first", first), ("@end", end), ("@build", build));

    public static void Upsert(DbConnection connection, string fingerprint, PendingDivergence divergence) => connection.Execute(
        """
        INSERT INTO divergence (fingerprint, route, at, kind, status_legacy, status_modern, on_purpose, count, first_seen, last_seen, transient, state)
        VALUES (@fingerprint, @route, @at, @kind, @legacy, @modern, @purpose, @count, @first, @last, @transient, @state)
        ON CONFLICT (fingerprint) DO UPDATE SET count = divergence.count + excluded.count,
            first_seen = CASE WHEN divergence.first_seen < excluded.first_seen THEN divergence.first_seen ELSE excluded.first_seen END,
            last_seen = CASE WHEN divergence.last_seen > excluded.last_seen THEN divergence.last_seen ELSE excluded.last_seen END,
            on_purpose = excluded.on_purpose, transient = divergence.transient + excluded.transient, state = divergence.state + excluded.state
        """,
        ("@fingerprint", fingerprint),
        ("@route", divergence.Route),
        ("@at", divergence.At),
        ("@kind", divergence.Kind),
        ("@legacy", divergence.StatusLegacy),
        ("@modern", divergence.StatusModern),
        ("@purpose", divergence.OnPurpose),
        ("@count", divergence.Count),
        ("@first", divergence.FirstSeen.ToUnixTimeMilliseconds()),
        ("@last", divergence.LastSeen.ToUnixTimeMilliseconds()),
        ("@transient", divergence.Transient),
        ("@state", divergence.State));

    /// <summary>False when the same exchange is there already.</summary>
    public static bool TryInsert(DbConnection connection, string route, StoredExchange exchange, IReadOnlyList<StoredExample> examples, int keep)
    {
        var isThere = connection.Scalar(
            "SELECT 1 FROM exchange WHERE at = @at AND route = @route AND request = @request AND legacy = @legacy AND modern = @modern",
            Parameters(route, exchange)) is not null;
        if (!isThere)
            Insert(connection, route, exchange, examples, keep);

        return !isThere;
    }

    private static void Insert(DbConnection connection, string route, StoredExchange exchange, IEnumerable<StoredExample> examples, int keep)
    {
        var id = connection.Scalar(
            "INSERT INTO exchange (route, at, served_by, request, legacy, modern, trace_id) VALUES (@route, @at, @side, @request, @legacy, @modern, @trace) RETURNING id",
            [.. Parameters(route, exchange), ("@trace", exchange.TraceId)]);
        foreach (var example in examples)
        {
            connection.Execute(
                "INSERT INTO example (fingerprint, exchange, at, legacy_value, modern_value) VALUES (@fingerprint, @exchange, @at, @legacy, @modern)",
                ("@fingerprint", example.Fingerprint),
                ("@exchange", id),
                ("@at", example.At),
                ("@legacy", example.LegacyValue),
                ("@modern", example.ModernValue));
            connection.Execute(
                """
                DELETE FROM example WHERE fingerprint = @fingerprint AND exchange NOT IN (
                    SELECT exchange FROM example WHERE fingerprint = @fingerprint ORDER BY exchange DESC LIMIT @keep)
                """,
                ("@fingerprint", example.Fingerprint), ("@keep", keep));
        }
    }

    private static (string Name, object? Value)[] Parameters(string route, StoredExchange exchange) =>
    [
        ("@route", route),
        ("@at", exchange.At.ToUnixTimeMilliseconds()),
        ("@side", exchange.ServedBy),
        ("@request", JsonSerializer.Serialize(exchange.Request, StoredJson.Default.StoredRequest)),
        ("@legacy", JsonSerializer.Serialize(exchange.Legacy, StoredJson.Default.StoredResponse)),
        ("@modern", JsonSerializer.Serialize(exchange.Modern, StoredJson.Default.StoredResponse)),
    ];

    private static StoredExample Example(Divergence divergence) =>
        new(divergence.Fingerprint, divergence.Difference.At.ToString(), divergence.Difference.Legacy, divergence.Difference.Modern);
}

/// <summary>What an exchange is an example of.</summary>
/// <param name="Fingerprint">The divergence.</param>
/// <param name="At">Where exactly it shows.</param>
/// <param name="LegacyValue">Legacy's value there; null where it has none.</param>
/// <param name="ModernValue">Modern's value there; null where it has none.</param>
internal sealed record StoredExample(string Fingerprint, string At, string? LegacyValue, string? ModernValue);
