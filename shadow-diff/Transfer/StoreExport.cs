using System.Data.Common;
using System.Text;
using System.Text.Json;
using Strangler.ShadowDiff.Findings;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Noise;
using Strangler.ShadowDiff.Recording;
using Strangler.ShadowDiff.Store;

namespace Strangler.ShadowDiff.Transfer;

/// <summary>
/// Writes divergences, examples, coverage, latency, suppressed counts and what was learned of noise, as JSON lines. It reads page
/// by page: however long the reader takes, no transaction stays open and the log does not grow.
/// </summary>
internal sealed class StoreExport(GatewayDatabase database, StoreWriter writer, LearnedNoise noise, TimeProvider time)
{
    private const int PageSize = 50;

    public async Task WriteAsync(Stream target, CancellationToken cancellationToken)
    {
        await writer.FlushInTimeAsync(cancellationToken);
        var id = Guid.NewGuid().ToString();
        await database.WriteAsync(connection => ImportLog.Add(connection, id, time.GetUtcNow()), durable: false, cancellationToken);

        var lines = 0L;
        lines += await WriteAsync(target, [new() { Header = new(ExportHeader.CurrentFormat, id, time.GetUtcNow()) }], cancellationToken);
        lines += await WriteExchangesAsync(target, cancellationToken);
        lines += await WriteAsync(target, await ReadAsync(Rest, cancellationToken), cancellationToken);
        lines += await WriteAsync(target, noise.Snapshot().Select(Line), cancellationToken);
        await WriteAsync(target, [new() { End = new(lines) }], cancellationToken);
    }

    private async Task<long> WriteExchangesAsync(Stream target, CancellationToken cancellationToken)
    {
        var (lines, last) = (0L, 0L);
        while (true)
        {
            var after = last;
            var page = await ReadAsync(connection => Exchanges(connection, after), cancellationToken);
            if (page.Count == 0)
                return lines;

            lines += await WriteAsync(target, page.Select(row => new ExportLine { Exchange = row.Exchange }), cancellationToken);
            last = page[^1].Id;
        }
    }

    private static async Task<long> WriteAsync(Stream target, IEnumerable<ExportLine> lines, CancellationToken cancellationToken)
    {
        var count = 0L;
        foreach (var line in lines)
        {
            await target.WriteAsync(Encoding.UTF8.GetBytes($"{PlainText.Escape(JsonSerializer.Serialize(line, ExportJson.Default.ExportLine))}\n"), cancellationToken);
            count++;
        }

        return count;
    }

    private Task<T> ReadAsync<T>(Func<DbConnection, T> read, CancellationToken cancellationToken) =>
        Task.Run(() => database.Read(read), cancellationToken);

    private static List<(long Id, ExportedExchange Exchange)> Exchanges(DbConnection connection, long after) =>
        [.. Stored(connection, after).Select(one => (one.Id, new ExportedExchange(one.Route, one.Exchange, Examples(connection, one.Id))))];

    private static IReadOnlyList<(long Id, string Route, StoredExchange Exchange)> Stored(DbConnection connection, long after) => connection.Query(
        "SELECT id, route, at, served_by, request, legacy, modern, trace_id FROM exchange WHERE id > @after ORDER BY id LIMIT @page",
        row => (row.GetInt64(0), row.GetString(1), new StoredExchange(
            Time(row, 2),
            row.GetString(3),
            JsonSerializer.Deserialize(row.GetString(4), StoredJson.Default.StoredRequest)!,
            JsonSerializer.Deserialize(row.GetString(5), StoredJson.Default.StoredResponse)!,
            JsonSerializer.Deserialize(row.GetString(6), StoredJson.Default.StoredResponse)!,
            row.GetText(7))),
        ("@after", after), ("@page", PageSize));

    private static IReadOnlyList<StoredExample> Examples(DbConnection connection, long exchange) => connection.Query(
        "SELECT fingerprint, at, legacy_value, modern_value FROM example WHERE exchange = @exchange",
        row => new StoredExample(row.GetString(0), row.GetString(1), row.GetText(2), row.GetText(3)),
        ("@exchange", exchange));

    /// <summary>Bounded in number, and so read at once.</summary>
    private static List<ExportLine> Rest(DbConnection connection) =>
    [
        .. connection.Query(
            "SELECT fingerprint, route, at, kind, status_legacy, status_modern, on_purpose, count, transient, state, first_seen, last_seen FROM divergence",
            row => new ExportLine
            {
                Divergence = new(
                    row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetInt32(4), row.GetInt32(5), row.GetText(6),
                    row.GetInt64(7), row.GetInt64(8), row.GetInt64(9), Time(row, 10), Time(row, 11)),
            }),
        .. connection.Query(
            "SELECT route, outcome, count FROM coverage",
            row => new ExportLine { Coverage = new(row.GetString(0), row.GetString(1), row.GetInt64(2)) }),
        .. connection.Query(
            "SELECT route, hour, outcome, count, build FROM coverage_hour",
            row => new ExportLine { Hour = new(row.GetString(0), row.GetInt64(1), row.GetString(2), row.GetInt64(3), row.GetString(4)) }),
        .. connection.Query(
            "SELECT route, hour, fingerprints, count, build FROM divergence_set",
            row => new ExportLine { Set = new(row.GetString(0), row.GetInt64(1), row.GetString(2), row.GetInt64(3), row.GetString(4)) }),
        .. connection.Query(
            "SELECT route, side, histogram, day, build FROM latency_day",
            row => new ExportLine { Latency = new(row.GetString(0), row.GetString(1), row.GetBytes(2), row.GetInt64(3), row.GetString(4)) }),
        .. connection.Query(
            "SELECT route, rule, count, last_seen FROM suppression",
            row => new ExportLine { Suppression = new(row.GetString(0), row.GetString(1), row.GetInt64(2), Time(row, 3)) }),
    ];

    private static ExportLine Line(NoiseState state) => new()
    {
        Noise = new(state.Route, state.Samples, [.. state.Places.Select(place => new ExportedPlace(
            place.Key.At, KebabName<DivergenceKind>.Of(place.Key.Kind), place.Value.Raw, place.Value.Noise, KebabName<ValueForm>.Of(place.Value.Form), place.Value.Bounds.ToJson()))]),
    };

    private static DateTimeOffset Time(Row row, int column) => DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(column));
}
