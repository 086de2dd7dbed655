using System.Data.Common;
using Strangler.ShadowDiff.Coverage;
using Strangler.ShadowDiff.Findings;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Noise;
using Strangler.ShadowDiff.Recording;
using Strangler.ShadowDiff.Rules;
using Strangler.ShadowDiff.Store;

namespace Strangler.ShadowDiff.Transfer;

/// <summary>
/// Merges lines into the database: counts and latencies are added, first and last sightings widened, examples appended unless the
/// same is there, and of what was learned of a route's noise the better known is kept.
/// </summary>
internal sealed class ImportTable(DbConnection connection, RedactionRules redaction, int examplesPerDivergence)
{
    private readonly List<ExportedCoverage> _coverage = [];
    private readonly List<ExportedLatency> _latencies = [];
    private readonly List<ExportedDivergence> _divergences = [];
    private readonly List<NoiseState> _noise = [];
    private long _examples;

    public ImportedLines Lines(long count) => new(new(count, _divergences.Count, _examples), _coverage, _latencies, _divergences, _noise);

    /// <param name="line">One that <see cref="ImportCheck"/> finds nothing wrong with.</param>
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
                CoverageTable.AddToHour(connection, hour.Route, hour.Hour, hour.Build, hour.Outcome, hour.Count);
                break;
            case { Set: { } set }:
                FindingsTable.AddSet(connection, set.Route, set.Hour, set.Build, set.Fingerprints, set.Count);
                break;
            case { Latency: { } latency }:
                Add(latency);
                break;
            case { Suppression: { } suppression }:
                FindingsTable.Suppress(
                    connection, suppression.Route, redaction.Secrets.OutOfPath(suppression.Rule), suppression.Count, suppression.LastSeen);
                break;
            case { Noise: { } noise }:
                Add(noise);
                break;
        }
    }

    /// <summary>Under the rules of redaction that are in force here: another gateway may have kept what this one must not.</summary>
    private void Add(ExportedExchange exchange)
    {
        var redactor = new Redactor(redaction, exchange.Route);
        var examples = exchange.Examples.Select(example => example with
        {
            At = redaction.Secrets.OutOfPath(example.At),
            LegacyValue = redactor.Value(example.At, example.LegacyValue, exchange.Exchange.Legacy),
            ModernValue = redactor.Value(example.At, example.ModernValue, exchange.Exchange.Modern),
        });
        if (FindingsTable.TryInsert(connection, exchange.Route, ExchangeRecorder.Record(exchange.Exchange, redactor), [.. examples], examplesPerDivergence))
            _examples += exchange.Examples.Count;
    }

    private void Add(ExportedDivergence divergence)
    {
        FindingsTable.Upsert(connection, divergence.Fingerprint, new(
            divergence.Route,
            redaction.Secrets.OutOfPath(divergence.At),
            divergence.Kind,
            divergence.StatusLegacy,
            divergence.StatusModern,
            divergence.OnPurpose,
            divergence.Count,
            divergence.FirstSeen,
            divergence.LastSeen,
            divergence.Transient,
            divergence.State));
        _divergences.Add(divergence);
    }

    private void Add(ExportedCoverage coverage)
    {
        CoverageTable.Add(connection, coverage.Route, coverage.Outcome, coverage.Count);
        _coverage.Add(coverage);
    }

    private void Add(ExportedLatency latency)
    {
        LatencyTable.Add(connection, latency.Route, latency.Side, latency.Day, latency.Build, latency.Histogram);
        _latencies.Add(latency);
    }

    private void Add(ExportedNoise noise)
    {
        var places = noise.Places.ToDictionary(
            place => new NoisePlace(redaction.Secrets.OutOfPath(place.At), KebabName<DivergenceKind>.TryParse(place.Kind)!.Value),
            place => new NoiseCount(place.Raw, place.Noise, KebabName<ValueForm>.TryParse(place.Form)!.Value) { Bounds = ValueBounds.Parse(place.Bounds) });
        var state = new NoiseState(noise.Route, noise.Samples, places, IsEnough: false);
        if (connection.Scalar("SELECT samples FROM noise_route WHERE route = @route", ("@route", noise.Route)) is not double known || known < noise.Samples)
        {
            NoiseTable.Write(connection, [state]);
            _noise.Add(state);
        }
    }
}
