using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Store;

namespace Strangler.ShadowDiff.Triage;

/// <summary>States of fingerprints (<c>triage</c>).</summary>
internal static class TriageTable
{
    private const string DateForm = "yyyy-MM-dd";

    public static IReadOnlyList<WatchedEntry> Load(DbConnection connection) => connection.Query(
        """
        SELECT t.fingerprint, t.route, t.state, t.who, t.why, t.at, t.expires, t.clean, d.at, d.kind, d.status_legacy, t.method
        FROM triage t JOIN divergence d USING (fingerprint)
        """,
        row => new WatchedEntry(
            new(
                row.GetString(0),
                row.GetString(1),
                KebabName<TriageState>.TryParse(row.GetString(2)) ?? TriageState.Open,
                row.GetString(3),
                row.GetString(4),
                DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(5)),
                row.IsDBNull(6) ? null : DateOnly.ParseExact(row.GetString(6), DateForm, CultureInfo.InvariantCulture),
                row.GetInt64(7)),
            new(row.GetString(8), row.GetString(9), row.GetInt32(10), row.GetText(11))));

    public static void Write(DbConnection connection, IEnumerable<WatchedEntry> entries)
    {
        foreach (var (entry, place) in entries)
        {
            connection.Execute(
                """
                INSERT INTO triage (fingerprint, route, state, who, why, at, expires, method, clean)
                VALUES (@fingerprint, @route, @state, @who, @why, @at, @expires, @method, @clean)
                ON CONFLICT (fingerprint) DO UPDATE SET state = excluded.state, who = excluded.who, why = excluded.why, at = excluded.at,
                    expires = excluded.expires, method = excluded.method, clean = excluded.clean
                """,
                ("@fingerprint", entry.Fingerprint),
                ("@route", entry.Route),
                ("@state", KebabName<TriageState>.Of(entry.State)),
                ("@who", entry.Who),
                ("@why", entry.Why),
                ("@at", entry.At.ToUnixTimeMilliseconds()),
                ("@expires", entry.Expires?.ToString(DateForm, CultureInfo.InvariantCulture)),
                ("@method", place.Method),
                ("@clean", entry.Clean));
        }
    }

    /// <summary>Where a divergence shows; null when there is none of that fingerprint.</summary>
    public static JudgedDivergence? Find(DbConnection connection, string fingerprint)
    {
        var found = connection.Query(
            """
            SELECT d.route, d.on_purpose, d.at, d.kind, d.status_legacy,
                (SELECT x.request FROM example e JOIN exchange x ON x.id = e.exchange
                 WHERE e.fingerprint = d.fingerprint ORDER BY x.id DESC LIMIT 1)
            FROM divergence d WHERE d.fingerprint = @fingerprint
            """,
            row => new JudgedDivergence(
                row.GetString(0),
                row.GetText(1),
                new DivergencePlace(row.GetString(2), row.GetString(3), row.GetInt32(4), row.IsDBNull(5) ? null : MethodOf(row.GetString(5)))),
            ("@fingerprint", fingerprint));
        return found.Count == 0 ? null : found[0];
    }

    private static string? MethodOf(string request)
    {
        using var document = JsonDocument.Parse(request);
        return document.RootElement.TryGetProperty("method", out var method) ? method.GetString() : null;
    }
}

/// <summary>A divergence that somebody judges.</summary>
/// <param name="Route">Its route.</param>
/// <param name="OnPurpose">The rule that says it is meant; null for the others.</param>
/// <param name="Place">Where it shows.</param>
internal sealed record JudgedDivergence(string Route, string? OnPurpose, DivergencePlace Place)
{
    public bool IsCritical => Severity.IsCritical(Place.Kind, Place.At);
}
