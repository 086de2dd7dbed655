using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Strangler.ShadowDiff.Store;

/// <summary>Writes findings: divergences, suppressed counts and examples.</summary>
internal static class FindingsTable
{
    public static void Write(SqliteConnection connection, PendingFindings findings, int examplesPerDivergence, long hour)
    {
        foreach (var (fingerprint, divergence) in findings.Divergences)
        {
            Upsert(connection, fingerprint, divergence);
        }

        foreach (var ((route, rule), (count, at)) in findings.Suppressions)
        {
            connection.Execute(
                """
                INSERT INTO suppression (route, rule, count, last_seen) VALUES (@route, @rule, @count, @at)
                ON CONFLICT DO UPDATE SET count = count + excluded.count, last_seen = max(last_seen, excluded.last_seen)
                """,
                ("@route", route), ("@rule", rule), ("@count", count), ("@at", at.ToUnixTimeMilliseconds()));
        }

        foreach (var ((route, fingerprints), count) in findings.Sets)
        {
            connection.Execute(
                """
                INSERT INTO divergence_set (route, hour, fingerprints, count) VALUES (@route, @hour, @fingerprints, @count)
                ON CONFLICT DO UPDATE SET count = count + excluded.count
                """,
                ("@route", route), ("@hour", hour), ("@fingerprints", fingerprints), ("@count", count));
        }

        foreach (var example in findings.Examples)
        {
            Insert(connection, example, examplesPerDivergence);
        }
    }

    private static void Upsert(SqliteConnection connection, string fingerprint, PendingDivergence divergence) => connection.Execute(
        """
        INSERT INTO divergence (fingerprint, route, at, kind, status_legacy, status_modern, on_purpose, count, first_seen, last_seen)
        VALUES (@fingerprint, @route, @at, @kind, @legacy, @modern, @purpose, @count, @first, @last)
        ON CONFLICT DO UPDATE SET count = count + excluded.count, last_seen = max(last_seen, excluded.last_seen), on_purpose = excluded.on_purpose
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
        ("@last", divergence.LastSeen.ToUnixTimeMilliseconds()));

    private static void Insert(SqliteConnection connection, PendingExample example, int keep)
    {
        var exchange = example.Exchange;
        var id = connection.Scalar(
            "INSERT INTO exchange (route, at, served_by, request, legacy, modern) VALUES (@route, @at, @side, @request, @legacy, @modern) RETURNING id",
            ("@route", example.Route),
            ("@at", exchange.At.ToUnixTimeMilliseconds()),
            ("@side", exchange.ServedBy),
            ("@request", JsonSerializer.Serialize(exchange.Request, StoredJson.Default.StoredRequest)),
            ("@legacy", JsonSerializer.Serialize(exchange.Legacy, StoredJson.Default.StoredResponse)),
            ("@modern", JsonSerializer.Serialize(exchange.Modern, StoredJson.Default.StoredResponse)));
        foreach (var divergence in example.Divergences)
        {
            connection.Execute(
                "INSERT INTO example (fingerprint, exchange, at, legacy_value, modern_value) VALUES (@fingerprint, @exchange, @at, @legacy, @modern)",
                ("@fingerprint", divergence.Fingerprint),
                ("@exchange", id),
                ("@at", divergence.Difference.At.ToString()),
                ("@legacy", divergence.Difference.Legacy),
                ("@modern", divergence.Difference.Modern));
            connection.Execute(
                """
                DELETE FROM example WHERE fingerprint = @fingerprint AND exchange NOT IN (
                    SELECT exchange FROM example WHERE fingerprint = @fingerprint ORDER BY exchange DESC LIMIT @keep)
                """,
                ("@fingerprint", divergence.Fingerprint), ("@keep", keep));
        }
    }
}
