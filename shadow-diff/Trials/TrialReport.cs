using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Strangler.ShadowDiff.Faults;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Trials;

/// <summary>What a trial of seeded faults has shown. Shares are 0 to 1; null where there is nothing to share.</summary>
/// <param name="State"><c>none</c>, <c>running</c> or <c>over</c>.</param>
/// <param name="Seed">What its faults were chosen by.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="EndsAt">When it ends at the latest, or has ended.</param>
/// <param name="Build">The build of modern.</param>
/// <param name="Rules">The version of <c>rules.json</c>.</param>
/// <param name="PublicAddress">Where clients reach the gateway; null while nobody can.</param>
/// <param name="Skipped">Exchanges that were left out because too many waited to be asked anew.</param>
/// <param name="Faults">Faults that showed in as many exchanges as tell what comes now and then from a coincidence: <see cref="Processing.SightingOptions.PassingSightings"/>. By shape one is enough.</param>
/// <param name="Found">Of these: those that stand at their place.</param>
/// <param name="Rare">Faults that showed in fewer, and count for nothing.</param>
/// <param name="RareFound">Of these: those that stand at their place all the same.</param>
/// <param name="Variations">Harmless variations that showed.</param>
/// <param name="Alarms">Variations that stand, and divergences that stand in answers as they are.</param>
/// <param name="Recall">Found as a share of faults.</param>
/// <param name="Precision">Found as a share of found and alarms.</param>
/// <param name="Routes">The same by route.</param>
public sealed record TrialReport(
    string State, int Seed, DateTimeOffset? StartedAt, DateTimeOffset? EndsAt, string Build, string Rules, Uri? PublicAddress, long Skipped,
    long Faults, long Found, long Rare, long RareFound, long Variations, long Alarms, double? Recall, double? Precision, IReadOnlyList<TrialRoute> Routes)
{
    internal static TrialReport None(Uri? publicAddress) => new("none", 0, null, null, "", "", publicAddress, 0, 0, 0, 0, 0, 0, 0, null, null, []);
}

/// <summary>One route.</summary>
/// <param name="Route">The route.</param>
/// <param name="ByShape">Of its answers that their owner alone can give, which are judged by shape: faults are seeded in modern's.</param>
/// <param name="Exchanges">Exchanges whose copies were altered.</param>
/// <param name="Kinds">The faults by kind.</param>
/// <param name="Missed">Faults that were not found.</param>
/// <param name="FalseAlarms">What was named and is no fault.</param>
public sealed record TrialRoute(
    string Route, bool ByShape, long Exchanges, long Faults, long Found, long Rare, long RareFound, long Variations, long Alarms, double? Recall, double? Precision,
    IReadOnlyList<TrialKind> Kinds, IReadOnlyList<MissedFault> Missed, IReadOnlyList<FalseAlarm> FalseAlarms)
{
    internal static TrialRoute Of(string route, bool byShape, long exchanges, IReadOnlyList<SeededFault> shown, IReadOnlyList<Divergence> untouched)
    {
        SeededFault[] faults = [.. shown.Where(fault => fault.Site!.Form.Kind is not null && !fault.IsRare)];
        SeededFault[] rare = [.. shown.Where(fault => fault.Site!.Form.Kind is not null && fault.IsRare)];
        SeededFault[] variations = [.. shown.Where(fault => fault.Site!.Form.Kind is null)];
        FalseAlarm[] alarms =
        [
            .. variations.Where(variation => variation.FoundAs is not null).Select(variation => new FalseAlarm(variation.Site!.Form.Name, SideOf(variation), variation.FoundAs!)),
            .. untouched.Select(divergence => new FalseAlarm("as answered", "", $"{KebabName<DivergenceKind>.Of(divergence.Difference.Kind)} {divergence.At}")),
        ];
        var found = faults.Count(IsFound);
        return new(
            route, byShape, exchanges, faults.Length, found, rare.Length, rare.Count(IsFound), variations.Length, alarms.Length, Share(found, faults.Length), Share(found, found + alarms.Length),
            [.. faults.GroupBy(fault => fault.Site!.Form.Kind!.Value).OrderBy(kind => kind.Key).Select(kind => new TrialKind(KebabName<FaultKind>.Of(kind.Key), kind.Count(), kind.Count(IsFound), Share(kind.Count(IsFound), kind.Count())))],
            [
                .. faults.Where(fault => !IsFound(fault)).Select(fault => new MissedFault(
                    fault.Site!.Form.Name, KebabName<FaultKind>.Of(fault.Site.Form.Kind!.Value), SideOf(fault), fault.Site.Status, fault.Site.Place, fault.Shown, fault.Excuses)),
            ],
            alarms);
    }

    internal static double? Share(long part, long all) => all == 0 ? null : (double)part / all;

    private static bool IsFound(SeededFault fault) => fault.FoundAs is not null;

    private static string SideOf(SeededFault fault) => KebabName<Side>.Of(fault.Site!.Of);
}

/// <summary>The faults of one kind.</summary>
public sealed record TrialKind(string Kind, long Faults, long Found, double? Recall);

/// <summary>A fault that was not found.</summary>
/// <param name="Fault">What it is.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Side">In whose answers.</param>
/// <param name="Status">Of these answers.</param>
/// <param name="Place">Where in them.</param>
/// <param name="Shown">Exchanges that it showed in.</param>
/// <param name="Why">By what it was excused in these, and how often: a rule, learned noise, transient, of state, on purpose.</param>
public sealed record MissedFault(string Fault, string Kind, string Side, int Status, string Place, long Shown, IReadOnlyDictionary<string, long> Why);

/// <summary>What a report names though it is no fault: a harmless variation, or a divergence of the answers as they are. That may be a real one, which nobody has judged.</summary>
/// <param name="Variation">What it is.</param>
/// <param name="Side">In whose answers; empty for answers as they are.</param>
/// <param name="NamedAs">Kind and place of the divergence.</param>
public sealed record FalseAlarm(string Variation, string Side, string NamedAs);

/// <summary>Body of <c>POST /api/trial</c>.</summary>
/// <param name="Who">For the audit.</param>
/// <param name="Reason">For the audit.</param>
/// <param name="Seed">Chooses the faults; 1 unless given.</param>
/// <param name="Faults">Faults in all, 1 to 20,000, shared by the routes; 500 unless given.</param>
/// <param name="Seconds">How long, 1 to 3,600; 60 unless given.</param>
/// <param name="Kinds">Kinds of faults; all unless given.</param>
/// <param name="Routes">Routes; all unless given.</param>
/// <param name="Side"><c>legacy</c> or <c>modern</c>: whose answers are altered; either unless given.</param>
public sealed record TrialRequest(
    string? Who, string? Reason, int? Seed = null, int? Faults = null, int? Seconds = null, IReadOnlyList<string>? Kinds = null, IReadOnlyList<string>? Routes = null, string? Side = null);

/// <summary>Body of <c>POST /api/trial/stop</c>.</summary>
public sealed record TrialStopRequest(string? Who, string? Reason);

/// <summary>Trials as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.Never)]
[JsonSerializable(typeof(TrialReport))]
[JsonSerializable(typeof(TrialRequest))]
[JsonSerializable(typeof(TrialStopRequest))]
public sealed partial class TrialJson : JsonSerializerContext
{
    /// <summary>Writes quotes as quotes: the answers are read in terminals, and never stand inside HTML.</summary>
    public static TrialJson Readable => field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
