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
internal sealed class ImportTable(SqliteConnection connection, int examplesPerDivergence)
{
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
                CoverageTable.AddToHour(connection, hour.Route, hour.Hour, hour.Outcome, Counted(hour.Count));
                break;
            case { Set: { } set }:
                FindingsTable.AddSet(connection, set.Route, set.Hour, set.Fingerprints, Counted(set.Count));
                break;
            case { Latency: { } latency }:
                Add(latency);
                break;
            case { Suppression: { } suppression }:
                FindingsTable.Suppress(connection, suppression.Route, suppression.Rule, Counted(suppression.Count), suppression.LastSeen);
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
        if (FindingsTable.TryInsert(connection, exchange.Route, exchange.Exchange, exchange.Examples, examplesPerDivergence))
            _examples += exchange.Examples.Count;
    }

    private void Add(ExportedDivergence divergence)
    {
        FindingsTable.Upsert(connection, divergence.Fingerprint, new(
            divergence.Route, divergence.At, divergence.Kind, divergence.StatusLegacy, divergence.StatusModern, divergence.OnPurpose,
            Counted(divergence.Count), divergence.FirstSeen, divergence.LastSeen, Counted(divergence.Transient), Counted(divergence.State)));
        _divergences.Add(divergence);
    }

    private void Add(ExportedCoverage coverage)
    {
        CoverageTable.Add(connection, coverage.Route, coverage.Outcome, Counted(coverage.Count));
        _coverage.Add(coverage);
    }

    private void Add(ExportedLatency latency)
    {
        if (KebabName<Side>.TryParse(latency.Side) is null)
            throw new FormatException($"\"{latency.Side}\" is no side");

        LatencyTable.Add(connection, latency.Route, latency.Side, latency.Day, latency.Histogram);
        _latencies.Add(latency);
    }

    private void Add(ExportedNoise noise)
    {
        var places = noise.Places.ToDictionary(
            place => new NoisePlace(place.At, KebabName<DivergenceKind>.TryParse(place.Kind) ?? throw new FormatException($"\"{place.Kind}\" is no kind of divergence")),
            place => new NoiseCount(place.Raw, place.Noise, KebabName<ValueForm>.TryParse(place.Form) ?? ValueForm.Any));
        var state = new NoiseState(noise.Route, noise.Samples, places, IsEnough: false);
        if (connection.Scalar("SELECT samples FROM noise_route WHERE route = @route", ("@route", noise.Route)) is not double known || known < noise.Samples)
        {
            NoiseTable.Write(connection, [state]);
            _noise.Add(state);
        }
    }

    private static long Counted(long count) => count >= 0 ? count : throw new FormatException("a count is negative");
}
