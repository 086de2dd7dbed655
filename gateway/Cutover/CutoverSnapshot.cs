using System.Collections.Concurrent;
using System.Collections.Frozen;
using Strangler.Contract;
using Strangler.Contract.Management;
using Strangler.Gateway.Routing;
using Strangler.ShadowDiff.Model;

namespace Strangler.Gateway.Cutover;

/// <summary>
/// The state of all flags at one moment. Never changed: a cutover or rollback puts another snapshot in its place,
/// so a request that has read one keeps one answer however the flags move.
/// </summary>
/// <param name="stages">Stage by route name.</param>
/// <param name="legacyOnly">The switch: true sends every route to legacy.</param>
/// <param name="legacy">Where the shadow finds legacy.</param>
/// <param name="isPlainProxy">The same by the argument of the start, which outranks the switch.</param>
/// <param name="canaries">Whom modern answers, for each route at canary; none by default.</param>
internal sealed class CutoverSnapshot(
    FrozenDictionary<string, Stage> stages, bool legacyOnly, Uri? legacy, bool isPlainProxy = false, FrozenDictionary<string, Canary>? canaries = null)
{
    /// <summary>Every route at legacy, before the first files are read.</summary>
    public static readonly CutoverSnapshot Empty = new(FrozenDictionary<string, Stage>.Empty, legacyOnly: true, legacy: null);

    // Made once for each endpoint: the path of a request allocates nothing.
    private readonly ConcurrentDictionary<Endpoint, EndpointDecisions> _decisions = new();

    public IReadOnlyDictionary<string, Stage> Stages => stages;

    /// <summary>The switch, as the file has it; see <see cref="IsAllLegacy"/> for what is in force.</summary>
    public bool LegacyOnly => legacyOnly;

    /// <summary>The argument of the start, which no change outranks.</summary>
    public bool IsPlainProxy => isPlainProxy;

    /// <summary>Every route is answered by legacy and nothing is mirrored, whatever the stages say.</summary>
    public bool IsAllLegacy { get; } = legacyOnly || isPlainProxy;

    public Uri? Legacy => legacy;

    /// <summary>Whether anything may be sent to legacy.</summary>
    public bool NeedsLegacy => IsAllLegacy || stages.Values.Any(stage => stage != Stage.Complete);

    /// <summary>A route without a flag is at legacy.</summary>
    public Stage StageOf(string route) => stages.GetValueOrDefault(route, Stage.Legacy);

    /// <summary>The stage with the percentage of a canary.</summary>
    public RouteStage RouteStageOf(string route) => new(StageOf(route), CanaryOf(route)?.Percentage);

    /// <summary>Whom modern answers; null unless the route is at canary.</summary>
    public Canary? CanaryOf(string route) => canaries?.GetValueOrDefault(route);

    /// <summary>Whether the flag sends any client of the route to a side; at canary either has its own.</summary>
    public bool Serves(Side side, string route) => (IsAllLegacy ? Stage.Legacy : StageOf(route)) switch
    {
        Stage.Canary => true,
        var stage => side == (stage >= Stage.Live ? Side.Modern : Side.Legacy),
    };

    /// <summary>The same flags with one route, or every one, at legacy.</summary>
    public CutoverSnapshot RolledBack(string? route) => new(
        stages.ToFrozenDictionary(flag => flag.Key, flag => route is null || flag.Key == route ? Stage.Legacy : flag.Value, StringComparer.Ordinal),
        legacyOnly,
        legacy,
        isPlainProxy,
        canaries?.Where(canary => route is not null && canary.Key != route).ToFrozenDictionary(StringComparer.Ordinal));

    /// <summary>The same flags with one route that has a flag back at a stage.</summary>
    /// <param name="route">The route.</param>
    /// <param name="stage">The stage.</param>
    /// <param name="canary">At canary, whom modern answers; null for those of the canary that is in force, or else those whom a flag without further words takes.</param>
    public CutoverSnapshot BackAt(string route, RouteStage stage, Canary? canary)
    {
        if (!stages.ContainsKey(route))
            return this;

        var others = (canaries ?? FrozenDictionary<string, Canary>.Empty).Where(other => other.Key != route);
        if (stage.Percentage is { } percentage)
            others = others.Append(KeyValuePair.Create(route, (canary ?? CanaryOf(route))?.At(percentage) ?? Canary.Of(percentage, FeatureFlag.CutoverPrefix + route)));
        return new(
            stages.ToFrozenDictionary(flag => flag.Key, flag => flag.Key == route ? stage.Stage : flag.Value, StringComparer.Ordinal),
            legacyOnly,
            legacy,
            isPlainProxy,
            others.ToFrozenDictionary(StringComparer.Ordinal));
    }

    /// <summary>The same flags with the switch on that sends every route to legacy.</summary>
    public CutoverSnapshot AtLegacyOnly() => new(stages, legacyOnly: true, legacy, isPlainProxy, canaries);

    /// <summary>What moves when another snapshot takes the place of this one.</summary>
    public IReadOnlyList<Change> ChangesTo(CutoverSnapshot after)
    {
        var changes = new List<Change>();
        if (LegacyOnly != after.LegacyOnly)
            changes.Add(new(FeatureFlag.LegacyOnly, OnOff(LegacyOnly), OnOff(after.LegacyOnly)));

        changes.AddRange(Stages.Keys.Union(after.Stages.Keys)
            .Where(route => RouteStageOf(route) != after.RouteStageOf(route))
            .Select(route => new Change(route, $"{RouteStageOf(route)}", $"{after.RouteStageOf(route)}")));
        return changes;
    }

    private static string OnOff(bool value) => value ? "on" : "off";

    /// <summary>The decision for a request that only the proxied <paramref name="endpoint"/> takes; null where it belongs to no route.</summary>
    public CutoverDecision? DecideProxied(Endpoint endpoint) => IsAllLegacy ? Of(endpoint)?.LegacyOnly : Of(endpoint)?.WithoutModule;

    /// <summary>The decision for a request that <paramref name="modern"/> claims: the switch, then the owner of its job, then a tester's choice, then the flag.</summary>
    public CutoverDecision Decide(HttpRequest request, Endpoint modern, RequestOwners owners, CanarySubjects subjects)
    {
        var decisions = Of(modern) ?? throw new InvalidOperationException($"{modern.DisplayName} has no route.");
        if (IsAllLegacy)
            return decisions.LegacyOnly;

        return owners.OwnerOf(request, modern, decisions.Stage) switch
        {
            Side.Modern => decisions.OwnedByModern,
            Side.Legacy => decisions.OwnedByLegacy,
            _ when decisions.ByTester(request) is { } chosen => chosen,
            _ => decisions.ByFlag(request, subjects),
        };
    }

    private EndpointDecisions? Of(Endpoint endpoint)
    {
        if (_decisions.TryGetValue(endpoint, out var known))
            return known;

        return endpoint.Metadata.GetMetadata<RouteName>() is { Value: var route }
            ? _decisions.GetOrAdd(endpoint, EndpointDecisions.Of(endpoint, route, StageOf(route), legacy, CanaryOf(route), pages: StageOf(RouteNames.Realtime)))
            : null;
    }

    /// <summary>All that can be decided for the requests of one endpoint.</summary>
    /// <param name="Stage">The stage of its route.</param>
    /// <param name="Flag">What the flag decides, at canary for those whom modern answers; null for a proxied endpoint, which is only chosen by what is decided for a module's.</param>
    /// <param name="Canary">Who these are; null at another stage.</param>
    /// <param name="Rest">What it decides for the others.</param>
    /// <param name="TesterAtLegacy">For a tester who wants legacy's answer; null where the side is not to be chosen.</param>
    /// <param name="TesterAtModern">For one who wants modern's.</param>
    private sealed record EndpointDecisions(
        Stage Stage,
        CutoverDecision WithoutModule,
        CutoverDecision LegacyOnly,
        CutoverDecision OwnedByLegacy,
        CutoverDecision OwnedByModern,
        CutoverDecision? Flag,
        Canary? Canary,
        CutoverDecision? Rest,
        CutoverDecision? TesterAtLegacy,
        CutoverDecision? TesterAtModern)
    {
        public static EndpointDecisions Of(Endpoint endpoint, string route, Stage stage, Uri? legacy, Canary? canary, Stage pages)
        {
            Func<HttpRequest, string?>? jobOf = endpoint.Metadata.GetMetadata<JobId>() is { } job ? job.Of : null;
            var modern = endpoint.Metadata.GetMetadata<ModernEndpoint>();
            if (modern is not null)
                modern = modern with { TellsOfJobs = jobOf is not null || endpoint.Metadata.GetMetadata<MergesJobs>() is not null };

            return new(
                stage,
                CutoverDecision.PinnedTo(Side.Legacy, route, CutoverReason.NoModule),
                CutoverDecision.PinnedTo(Side.Legacy, route, CutoverReason.LegacyOnly),
                CutoverDecision.OwnedBy(Side.Legacy, route, stage, modern?.Effect, jobOf),
                CutoverDecision.OwnedBy(Side.Modern, route, stage, modern?.Effect, jobOf),
                ByFlagAt(stage == Stage.Canary ? Stage.Live : stage),
                canary,
                ByFlagAt(Stage.Shadow),
                AtChoice(Stage.Shadow),
                AtChoice(Stage.Live));

            // Only where a route is compared: at legacy nobody has said yet that modern may answer, and at complete legacy may be gone.
            CutoverDecision? AtChoice(Stage forTester) => stage is Stage.Legacy or Stage.Complete || ByFlagAt(forTester) is not { } decision ? null : decision with { Why = CutoverReason.Tester };

            CutoverDecision? ByFlagAt(Stage forClient) => modern is null ? null : CutoverDecision.For(route, forClient, modern, endpoint.RequestDelegate, legacy, jobOf, pages);
        }

        public CutoverDecision? ByTester(HttpRequest request) =>
            TesterAtModern is null || request.HttpContext.Features.Get<TesterChoice>() is not { } choice ? null : choice.Side == Side.Modern ? TesterAtModern : TesterAtLegacy;

        public CutoverDecision ByFlag(HttpRequest request, CanarySubjects subjects) => Canary is null || subjects.IsTaken(Canary, request) ? Flag! : Rest!;
    }
}
