using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Strangler.ShadowDiff.Coverage;
using Strangler.ShadowDiff.Findings;
using Strangler.ShadowDiff.Recording;

namespace Strangler.ShadowDiff.Transfer;

/// <summary>One line of an export: an object with exactly one member. The header comes first, the end last.</summary>
internal sealed record ExportLine
{
    public ExportHeader? Header { get; init; }

    public ExportedExchange? Exchange { get; init; }

    public ExportedDivergence? Divergence { get; init; }

    public ExportedCoverage? Coverage { get; init; }

    public ExportedHour? Hour { get; init; }

    public ExportedSet? Set { get; init; }

    public ExportedLatency? Latency { get; init; }

    public ExportedSuppression? Suppression { get; init; }

    public ExportedNoise? Noise { get; init; }

    public ExportEnd? End { get; init; }
}

/// <param name="Format">The version of the format.</param>
/// <param name="Export">Names this export, so that it is not taken in twice.</param>
/// <param name="At">When it was made.</param>
internal sealed record ExportHeader(int Format, string Export, DateTimeOffset At)
{
    public const int CurrentFormat = 1;
}

internal sealed record ExportedExchange(string Route, StoredExchange Exchange, IReadOnlyList<StoredExample> Examples);

/// <param name="Count">Sightings in all; of these some were transient and some of state.</param>
internal sealed record ExportedDivergence(
    string Fingerprint,
    string Route,
    string At,
    string Kind,
    int StatusLegacy,
    int StatusModern,
    string? OnPurpose,
    long Count,
    long Transient,
    long State,
    DateTimeOffset FirstSeen,
    DateTimeOffset LastSeen);

internal sealed record ExportedCoverage(string Route, string Outcome, long Count);

/// <param name="Hour">Since 1970, in UTC; what is counted here is in the coverage too.</param>
/// <param name="Build">The build of modern; exports of earlier versions name none.</param>
internal sealed record ExportedHour(string Route, long Hour, string Outcome, long Count, string Build = "");

/// <param name="Fingerprints">What exchanges of that hour showed together, see <see cref="DivergenceSets"/>.</param>
/// <param name="Build">As in <see cref="ExportedHour"/>.</param>
internal sealed record ExportedSet(string Route, long Hour, string Fingerprints, long Count, string Build = "");

/// <param name="Histogram">HdrHistogram's compressed encoding of microseconds.</param>
/// <param name="Day">Since 1970, in UTC; exports of earlier versions have none.</param>
/// <param name="Build">As in <see cref="ExportedHour"/>.</param>
internal sealed record ExportedLatency(string Route, string Side, byte[] Histogram, long Day = LatencyTable.Undated, string Build = "");

internal sealed record ExportedSuppression(string Route, string Rule, long Count, DateTimeOffset LastSeen);

internal sealed record ExportedNoise(string Route, double Samples, IReadOnlyList<ExportedPlace> Places);

/// <param name="Bounds">What legacy's values were like; exports of earlier versions have none.</param>
internal sealed record ExportedPlace(string At, string Kind, double Raw, double Noise, string Form, string Bounds = "");

/// <param name="Lines">Lines before this one: an export that was cut off has no end.</param>
internal sealed record ExportEnd(long Lines);

/// <summary>How an export is written as JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = false)]
[JsonSerializable(typeof(ExportLine))]
[JsonSerializable(typeof(ImportResult))]
[JsonSerializable(typeof(ImportError))]
internal sealed partial class ExportJson : JsonSerializerContext
{
    /// <summary>Writes quotes as quotes: the answers are read in terminals, and never stand inside HTML.</summary>
    public static ExportJson Readable => field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
