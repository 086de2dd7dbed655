using System.Text;
using Strangler.Settings;
using Strangler.ShadowDiff.Coverage;
using Strangler.ShadowDiff.JsonFiles;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Noise;
using Strangler.ShadowDiff.Recording;

namespace Strangler.ShadowDiff.Transfer;

/// <summary>Reads the lines of an export and says what is wrong with one: every line is looked at before the first is written.</summary>
/// <param name="ranges">What its values may be.</param>
internal sealed class ImportCheck(ImportRanges ranges)
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>Lines that hold what is imported; the first is a header, the last an end.</summary>
    private const string Kinds = "exchange, divergence, coverage, hour, set, latency, suppression, noise";

    /// <summary>A line as it is written.</summary>
    /// <exception cref="FormatException">It is no line of an export.</exception>
    public static ExportLine Read(string text)
    {
        if (text.AsSpan().Trim() is "null")
            throw new FormatException("null is no line of an export");

        var (line, error) = StrictJson.Read(Encoding.UTF8.GetBytes(text), ExportJson.Default.ExportLine);
        if (line is null)
            throw new FormatException(error);

        object?[] members = [line.Header, line.Exchange, line.Divergence, line.Coverage, line.Hour, line.Set, line.Latency, line.Suppression, line.Noise, line.End];
        return members.Count(member => member is not null) == 1 ? line : throw new FormatException($"a line has exactly one of header, {Kinds}, end");
    }

    /// <exception cref="FormatException">The line says nothing that can be taken in.</exception>
    public void Check(ExportLine line)
    {
        switch (line)
        {
            case { Exchange: { } exchange }:
                Check(exchange);
                break;
            case { Divergence: { } divergence }:
                Check(divergence);
                break;
            case { Coverage: { } coverage }:
                ImportRanges.PathName("coverage.route", coverage.Route);
                OneOf("coverage.outcome", coverage.Outcome, RouteCounts.Names);
                ranges.Count("coverage.count", coverage.Count);
                break;
            case { Hour: { } hour }:
                ImportRanges.PathName("hour.route", hour.Route);
                ranges.Since1970("hour.hour", hour.Hour, Hour);
                OneOf("hour.outcome", hour.Outcome, RouteCounts.Names);
                ImportRanges.Text("hour.build", hour.Build);
                ranges.Count("hour.count", hour.Count);
                break;
            case { Set: { } set }:
                ImportRanges.PathName("set.route", set.Route);
                ranges.Since1970("set.hour", set.Hour, Hour);
                ImportRanges.Text("set.fingerprints", set.Fingerprints);
                ImportRanges.Text("set.build", set.Build);
                ranges.Count("set.count", set.Count);
                break;
            case { Latency: { } latency }:
                ImportRanges.PathName("latency.route", latency.Route);
                OneOf("latency.side", latency.Side, [.. KebabName<Side>.All]);
                ranges.Since1970("latency.day", latency.Day, Day);
                ImportRanges.Text("latency.build", latency.Build);
                Histogram("latency.histogram", latency.Histogram);
                break;
            case { Suppression: { } suppression }:
                ImportRanges.PathName("suppression.route", suppression.Route);
                ImportRanges.Name("suppression.rule", suppression.Rule);
                ranges.Count("suppression.count", suppression.Count);
                ranges.Time("suppression.last_seen", suppression.LastSeen);
                break;
            case { Noise: { } noise }:
                Check(noise);
                break;
            default:
                throw new FormatException($"a line in between has one of {Kinds}");
        }
    }

    private void Check(ExportedExchange exchange)
    {
        ImportRanges.PathName("exchange.route", exchange.Route);
        var stored = exchange.Exchange ?? throw new FormatException("exchange.exchange is missing");
        ranges.Time("exchange.exchange.at", stored.At);
        OneOf("exchange.exchange.served_by", stored.ServedBy, [.. KebabName<Side>.All]);
        Message("exchange.exchange.request", stored.Request?.Headers, stored.Request?.Body);
        ImportRanges.Name("exchange.exchange.request.method", stored.Request!.Method);
        ImportRanges.Target("exchange.exchange.request.target", stored.Request.Target);
        Message("exchange.exchange.legacy", stored.Legacy?.Headers, stored.Legacy?.Body);
        Message("exchange.exchange.modern", stored.Modern?.Headers, stored.Modern?.Body);
        ImportRanges.Status("exchange.exchange.legacy.status", stored.Legacy!.Status);
        ImportRanges.Status("exchange.exchange.modern.status", stored.Modern!.Status);
        if (stored.TraceId is { } trace)
            ImportRanges.TraceId("exchange.exchange.trace_id", trace);
        foreach (var (index, example) in (exchange.Examples ?? throw new FormatException("exchange.examples is missing")).Index())
        {
            ImportRanges.PathName($"exchange.examples[{index}].fingerprint", example.Fingerprint);
            ImportRanges.Text($"exchange.examples[{index}].at", example.At);
        }
    }

    private static void Message(string place, IReadOnlyList<string[]>? headers, StoredBody? body)
    {
        if (headers is null || body is null)
            throw new FormatException($"{place} needs headers and a body");
        if (headers.Any(header => header is not [{ Length: > 0 }, not null]))
            throw new FormatException($"{place}.headers: each is a list of a name and a value");

        OneOf($"{place}.body.kind", body.Kind, ["empty", "text", "binary", "multipart", "redacted"]);
        if (body.Length < 0)
            throw new FormatException($"{place}.body.length is negative");
    }

    private void Check(ExportedDivergence divergence)
    {
        ImportRanges.PathName("divergence.fingerprint", divergence.Fingerprint);
        ImportRanges.PathName("divergence.route", divergence.Route);
        ImportRanges.Text("divergence.at", divergence.At);
        OneOf("divergence.kind", divergence.Kind, [.. KebabName<DivergenceKind>.All]);
        ImportRanges.Status("divergence.status_legacy", divergence.StatusLegacy);
        ImportRanges.Status("divergence.status_modern", divergence.StatusModern);
        if (divergence.OnPurpose is { } rule)
            ImportRanges.Name("divergence.on_purpose", rule);

        ranges.Count("divergence.count", divergence.Count);
        if (divergence.Transient > divergence.Count - divergence.State)
            throw new FormatException("divergence: more of its sightings were transient or of state than there were");

        ranges.Count("divergence.transient", divergence.Transient);
        ranges.Count("divergence.state", divergence.State);
        ranges.Time("divergence.first_seen", divergence.FirstSeen);
        ranges.Time("divergence.last_seen", divergence.LastSeen);
        if (divergence.LastSeen < divergence.FirstSeen)
            throw new FormatException("divergence.last_seen is before first_seen");
    }

    private static void Check(ExportedNoise noise)
    {
        ImportRanges.PathName("noise.route", noise.Route);
        ImportRanges.Measure("noise.samples", noise.Samples);
        foreach (var (index, place) in (noise.Places ?? throw new FormatException("noise.places is missing")).Index())
        {
            ImportRanges.Text($"noise.places[{index}].at", place.At);
            OneOf($"noise.places[{index}].kind", place.Kind, [.. KebabName<DivergenceKind>.All]);
            ImportRanges.Measure($"noise.places[{index}].raw", place.Raw);
            ImportRanges.Measure($"noise.places[{index}].noise", place.Noise);
            OneOf($"noise.places[{index}].form", place.Form, [.. KebabName<ValueForm>.All]);
            ImportRanges.Text($"noise.places[{index}].bounds", place.Bounds);
        }

        if (noise.Places.DistinctBy(place => (place.At, place.Kind)).Count() < noise.Places.Count)
            throw new FormatException("noise.places has a place and kind twice");
    }

    private static void Histogram(string place, byte[] histogram)
    {
        try
        {
            new LatencyRecord().Load(histogram ?? throw new FormatException("it is missing"));
        }
        catch (Exception ex) when (ex is not OutOfMemoryException)
        {
            throw new FormatException($"{place} is no histogram: {ex.Message}", ex);
        }
    }

    private static void OneOf(string place, string value, IReadOnlyCollection<string> known)
    {
        if (value is null || !known.Contains(value))
            throw new FormatException($"{place} is '{value}'; {NearestName.Advice(value ?? "", known, "it is one of")}");
    }
}
