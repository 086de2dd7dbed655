using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Strangler.ShadowDiff.Gate;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Recording;

namespace Strangler.ShadowDiff.Reports;

/// <summary>The whole report: <c>GET /api/reports</c>.</summary>
public sealed record Report(DateTimeOffset At, IReadOnlyList<RouteReport> Routes);

/// <summary>A route's parity, as <see cref="RouteParity"/>, with what was found and what the promotion gate says.</summary>
public sealed record RouteReport(
    string Route,
    long Eligible,
    long Compared,
    long Matched,
    long Diverged,
    long OnPurpose,
    long Transient,
    long State,
    PinnedFigures Pinned,
    long Unable,
    IReadOnlyDictionary<string, long> Uncompared,
    double? Parity,
    double? Coverage,
    Latency? Legacy,
    Latency? Modern,
    IReadOnlyList<SuppressionReport> Suppressed,
    IReadOnlyList<DivergenceReport> Divergences,
    GateVerdict Gate);

/// <summary>One divergence of a route and its newest example.</summary>
public sealed record DivergenceReport : Finding
{
    internal DivergenceReport(Finding finding, ExampleReport? example)
        : base(finding) => Example = example;

    /// <summary>Null when none is kept any more.</summary>
    public ExampleReport? Example { get; init; }
}

/// <summary>An exchange that shows a divergence: where exactly, both values there, both sides whole, and its trace where one was recorded.</summary>
public sealed record ExampleReport(
    DateTimeOffset At,
    string ServedBy,
    string Path,
    string? LegacyValue,
    string? ModernValue,
    StoredRequest Request,
    StoredResponse Legacy,
    StoredResponse Modern,
    long Id,
    string? TraceId);

/// <summary>How these types are written as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Report))]
[JsonSerializable(typeof(FindingPage))]
[JsonSerializable(typeof(RouteChange))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class ReportJson : JsonSerializerContext
{
    /// <summary>Writes quotes as quotes: it is read in terminals, and never stands inside HTML.</summary>
    public static ReportJson Readable => field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
