using System.Text.Json;
using Microsoft.Data.Sqlite;
using Strangler.ShadowDiff.Recording;
using Strangler.ShadowDiff.Store;

namespace Strangler.ShadowDiff.Reports;

/// <summary>Reads the exchanges that were kept as examples of a divergence.</summary>
internal static class ExampleReader
{
    /// <summary>What <see cref="Of"/> takes, of <c>exchange x</c> and <c>example e</c>, in this order.</summary>
    public const string Columns = "x.at, x.served_by, e.at, e.legacy_value, e.modern_value, x.request, x.legacy, x.modern, x.id, x.trace_id";

    /// <summary>The examples of a fingerprint, newest first.</summary>
    public static IReadOnlyList<ExampleReport> Read(SqliteConnection connection, string fingerprint) => connection.Query(
        $"SELECT {Columns} FROM example e JOIN exchange x ON x.id = e.exchange WHERE e.fingerprint = @fingerprint ORDER BY x.id DESC",
        row => Of(row, 0)!,
        ("@fingerprint", fingerprint));

    /// <summary>Both values in the newest example of each fingerprint that has one.</summary>
    public static IReadOnlyDictionary<string, ExampleValues> Values(SqliteConnection connection, IReadOnlyList<string> fingerprints) => connection.Query(
        """
        SELECT e.fingerprint, e.exchange, e.at, e.legacy_value, e.modern_value, x.trace_id
        FROM json_each(@fingerprints) f JOIN example e
            ON e.fingerprint = f.value AND e.exchange = (SELECT max(exchange) FROM example WHERE fingerprint = f.value)
        JOIN exchange x ON x.id = e.exchange
        """,
        row => (Fingerprint: row.GetString(0), Values: new ExampleValues(row.GetInt64(1), row.GetString(2), Text(row, 3), Text(row, 4), Text(row, 5))),
        ("@fingerprints", JsonSerializer.Serialize(fingerprints, ReportJson.Default.IReadOnlyListString)))
        .ToDictionary(one => one.Fingerprint, one => one.Values, StringComparer.Ordinal);

    /// <param name="row">A row with <see cref="Columns"/>.</param>
    /// <param name="first">Where they begin.</param>
    /// <returns>Null when the columns are empty.</returns>
    public static ExampleReport? Of(SqliteDataReader row, int first) => row.IsDBNull(first) ? null : new(
        DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(first)),
        row.GetString(first + 1),
        row.GetString(first + 2),
        Text(row, first + 3),
        Text(row, first + 4),
        JsonSerializer.Deserialize(row.GetString(first + 5), StoredJson.Default.StoredRequest)!,
        JsonSerializer.Deserialize(row.GetString(first + 6), StoredJson.Default.StoredResponse)!,
        JsonSerializer.Deserialize(row.GetString(first + 7), StoredJson.Default.StoredResponse)!,
        row.GetInt64(first + 8),
        Text(row, first + 9));

    private static string? Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
