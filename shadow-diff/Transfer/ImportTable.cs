using Microsoft.Data.Sqlite;
using Strangler.ShadowDiff.Coverage;
using Strangler.ShadowDiff.Findings;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Noise;
using Strangler.ShadowDiff.Store;

namespace Strangler.ShadowDiff.Transfer;

/// <summary>
/// Merges lines into the database: counts and latencies are added, first and last sightings widened, examples appended unless the
/// same is there, and of what was learned of a route's noise the better known is kept.
/// </summary>
internal sealed class ImportTable(SqliteConnection connection, ImportRanges ranges, int examplesPerDivergence)
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly List<ExportedCoverage> _coverage = [];
    private readonly List<ExportedLatency> _latencies = [];
    private readonly List<ExportedDivergence> _divergences = [];
    private readonly List<NoiseState> _noise = [];
    private long _examples;

    public ImportedLines Lines(long count) => new(new(count, _divergences.Count, _examples), _coverage, _latencies, _divergences, _noise);

    /// <exception cref="FormatException">The line says nothing that can be taken in.</exception>
    public void Apply(ExportLine line)
    {
        switch (line)
        {
            case { Exchange: { } exchange }:
                Add(exchange);
                break;
            case { Divergence: { } divergence }:
                Add(divergence);
                break;
            case { Coverage: { } coverage }:
                Add(coverage);
                break;
            case { Hour: { } hour }:
                CoverageTable.AddToHour(connection, ImportRanges.Name(hour.Route), ranges.Since1970(hour.Hour, Hour), ImportRanges.Name(hour.Outcome), ranges.Count(hour.Count));
                break;
            case { Set: { } set }:
                FindingsTable.AddSet(connection, ImportRanges.Name(set.Route), ranges.Since1970(set.Hour, Hour), ImportRanges.Text(set.Fingerprints), ranges.Count(set.Count));
                break;
            case { Latency: { } latency }:
                Add(latency);
                break;
            case { Suppression: { } suppression }:
                FindingsTable.Suppress(
                    connection, ImportRanges.Name(suppression.Route), ImportRanges.Name(suppression.Rule), ranges.Count(suppression.Count), ranges.Time(suppression.LastSeen));
                break;
            case { Noise: { } noise }:
                Add(noise);
                break;
            default:
                throw new FormatException("a line has one of exchange, divergence, coverage, hour, set, latency, suppression and noise");
        }
    }

    private void Add(ExportedExchange exchange)
    {
        ranges.Time(exchange.Exchange.At);
        ImportRanges.Status(exchange.Exchange.Legacy.Status);
        ImportRanges.Status(exchange.Exchange.Modern.Status);
        if (FindingsTable.TryInsert(connection, ImportRanges.Name(exchange.Route), exchange.Exchange, exchange.Examples, examplesPerDivergence))
            _examples += exchange.Examples.Count;
    }

    private void Add(ExportedDivergence divergence)
    {
        if (KebabName<DivergenceKind>.TryParse(divergence.Kind) is null)
            throw new FormatException($"\"{divergence.Kind}\" is no kind of divergence");
        if (divergence.Transient > divergence.Count - divergence.State)
            throw new FormatException("more of its sightings were transient or of state than there were");

        FindingsTable.Upsert(connection, ImportRanges.Name(divergence.Fingerprint), new(
            ImportRanges.Name(divergence.Route),
            ImportRanges.Text(divergence.At),
            divergence.Kind,
            ImportRanges.Status(divergence.StatusLegacy),
            ImportRanges.Status(divergence.StatusModern),
            divergence.OnPurpose,
            ranges.Count(divergence.Count),
            ranges.Time(divergence.FirstSeen),
            ranges.Time(divergence.LastSeen),
            ranges.Count(divergence.Transient),
            ranges.Count(divergence.State)));
        _divergences.Add(divergence);
    }

    private void Add(ExportedCoverage coverage)
    {
        CoverageTable.Add(connection, ImportRanges.Name(coverage.Route), ImportRanges.Name(coverage.Outcome), ranges.Count(coverage.Count));
        _coverage.Add(coverage);
    }

    private void Add(ExportedLatency latency)
    {
        if (KebabName<Side>.TryParse(latency.Side) is null)
            throw new FormatException($"\"{latency.Side}\" is no side");

        LatencyTable.Add(connection, ImportRanges.Name(latency.Route), latency.Side, ranges.Since1970(latency.Day, Day), latency.Histogram);
        _latencies.Add(latency);
    }

    private void Add(ExportedNoise noise)
    {
        var places = noise.Places.ToDictionary(
            place => new NoisePlace(ImportRanges.Text(place.At), KebabName<DivergenceKind>.TryParse(place.Kind) ?? throw new FormatException($"\"{place.Kind}\" is no kind of divergence")),
            place => new NoiseCount(ImportRanges.Measure(place.Raw), ImportRanges.Measure(place.Noise), KebabName<ValueForm>.TryParse(place.Form) ?? ValueForm.Any));
        var state = new NoiseState(ImportRanges.Name(noise.Route), ImportRanges.Measure(noise.Samples), places, IsEnough: false);
        if (connection.Scalar("SELECT samples FROM noise_route WHERE route = @route", ("@route", noise.Route)) is not double known || known < noise.Samples)
        {
            NoiseTable.Write(connection, [state]);
            _noise.Add(state);
        }
    }
}
