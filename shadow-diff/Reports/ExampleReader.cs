using System.Data.Common;
using System.Text.Json;
using Strangler.ShadowDiff.Recording;
using Strangler.ShadowDiff.Store;

namespace Strangler.ShadowDiff.Reports;

/// <summary>Reads the exchanges that were kept as examples of a divergence.</summary>
internal static class ExampleReader
{
    /// <summary>What <see cref="Of"/> takes, of <c>exchange x</c> and <c>example e</c>, in this order.</summary>
    public const string Columns = "x.at, x.served_by, e.at, e.legacy_value, e.modern_value, x.request, x.legacy, x.modern, x.id, x.trace_id";

    private const int MostAtOnce = 500;

    /// <summary>The examples of a fingerprint, newest first.</summary>
    public static IReadOnlyList<ExampleReport> Read(DbConnection connection, string fingerprint) => connection.Query(
        $"SELECT {Columns} FROM example e JOIN exchange x ON x.id = e.exchange WHERE e.fingerprint = @fingerprint ORDER BY x.id DESC",
        row => Of(row, 0)!,
        ("@fingerprint", fingerprint));

    /// <summary>Both values in the newest example of each fingerprint that has one.</summary>
    public static IReadOnlyDictionary<string, ExampleValues> Values(DbConnection connection, IReadOnlyList<string> fingerprints) =>
        fingerprints.Chunk(MostAtOnce).SelectMany(some => OfSome(connection, some)).ToDictionary(one => one.Fingerprint, one => one.Values, StringComparer.Ordinal);

    /// <param name="row">A row with <see cref="Columns"/>.</param>
    /// <param name="first">Where they begin.</param>
    /// <returns>Null when the columns are empty.</returns>
    public static ExampleReport? Of(Row row, int first) => row.IsDBNull(first) ? null : new(
        DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(first)),
        row.GetString(first + 1),
        row.GetString(first + 2),
        row.GetText(first + 3),
        row.GetText(first + 4),
        JsonSerializer.Deserialize(row.GetString(first + 5), StoredJson.Default.StoredRequest)!,
        JsonSerializer.Deserialize(row.GetString(first + 6), StoredJson.Default.StoredResponse)!,
        JsonSerializer.Deserialize(row.GetString(first + 7), StoredJson.Default.StoredResponse)!,
        row.GetInt64(first + 8),
        row.GetText(first + 9));

    private static IReadOnlyList<(string Fingerprint, ExampleValues Values)> OfSome(DbConnection connection, string[] fingerprints) => connection.Query(
        $"""
        SELECT e.fingerprint, e.exchange, e.at, e.legacy_value, e.modern_value, x.trace_id
        FROM example e JOIN exchange x ON x.id = e.exchange
        WHERE e.fingerprint IN ({string.Join(", ", fingerprints.Select((_, index) => $"@f{index}"))})
            AND e.exchange = (SELECT max(newest.exchange) FROM example newest WHERE newest.fingerprint = e.fingerprint)
        """,
        row => (row.GetString(0), new ExampleValues(row.GetInt64(1), row.GetString(2), row.GetText(3), row.GetText(4), row.GetText(5))),
        [.. fingerprints.Select((fingerprint, index) => ($"@f{index}", (object?)fingerprint))]);
}
