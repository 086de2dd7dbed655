using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Strangler.CommandLine.Parity;
using Strangler.ShadowDiff.Compare;

namespace Strangler.CommandLine.Output;

/// <summary>A run as JSON.</summary>
internal sealed record ParityReport(
    string Legacy, string Modern, string Source, DateTimeOffset StartedAt, double Seconds, bool Interrupted, int Planned,
    double? Parity, IReadOnlyDictionary<string, int> Totals, IReadOnlyList<CaseReport> Cases)
{
    public static ParityReport Of(RunResult run) => new(
        run.Legacy.GetLeftPart(UriPartial.Authority), run.Modern.GetLeftPart(UriPartial.Authority), run.Source, run.StartedAt, run.Duration.TotalSeconds,
        run.IsInterrupted, run.Planned, run.Parity, Enum.GetValues<CaseOutcome>().ToDictionary(NameOf, run.Count), [.. run.Cases.Select(CaseReport.Of)]);

    /// <summary>The text form of an outcome, e.g. <c>not-comparable</c>.</summary>
    public static string NameOf(CaseOutcome outcome) => JsonNamingPolicy.KebabCaseLower.ConvertName($"{outcome}");
}

/// <summary>A case in it; milliseconds and statuses are null for a side that gave no answer.</summary>
internal sealed record CaseReport(
    string Name, string Route, string Method, string Target, string Outcome, string? Detail, int? StatusLegacy, int? StatusModern,
    double? LegacyMs, double? ModernMs, IReadOnlyList<string> OnPurpose, IReadOnlyList<FoundDivergence> Divergences, IReadOnlyCollection<string> Suppressed)
{
    public static CaseReport Of(CaseResult result) => new(
        result.Name, result.Case.Route, result.Case.Request.Method, result.Target, ParityReport.NameOf(result.Outcome), result.Detail,
        result.Legacy?.Response?.Status, result.Modern?.Response?.Status, Milliseconds(result.Legacy), Milliseconds(result.Modern),
        [.. result.OnPurpose], result.Divergences, result.Suppressed);

    private static double? Milliseconds(SideAnswer? answer) => answer is { Response: not null } ? answer.Duration.TotalMilliseconds : null;
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, WriteIndented = true)]
[JsonSerializable(typeof(ParityReport))]
internal sealed partial class ParityReportJson : JsonSerializerContext
{
    /// <inheritdoc cref="Strangler.Contract.Management.ManagementJson.Readable"/>
    public static ParityReportJson Readable => field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
