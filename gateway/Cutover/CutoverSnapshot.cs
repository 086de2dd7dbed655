using System.Collections.Concurrent;
using System.Collections.Frozen;
using Strangler.Contract;
using Strangler.Gateway.Routing;
using Strangler.ShadowDiff.Model;

namespace Strangler.Gateway.Cutover;

/// <summary>
/// The state of all flags at one moment. Never changed: a cutover or rollback puts another snapshot in its place,
/// so a request that has read one keeps one answer however the flags move.
/// </summary>
/// <param name="stages">Stage by route name.</param>
/// <param name="legacyOnly">True: every route is answered by legacy and nothing is mirrored.</param>
/// <param name="legacy">Where the shadow finds legacy.</param>
internal sealed class CutoverSnapshot(FrozenDictionary<string, Stage> stages, bool legacyOnly, Uri? legacy)
{
    private readonly ConcurrentDictionary<Endpoint, CutoverDecision> _decisions = new();

    public IReadOnlyDictionary<string, Stage> Stages => stages;

    public bool LegacyOnly => legacyOnly;

    public Uri? Legacy => legacy;

    /// <summary>A route without a flag is at legacy.</summary>
    public Stage StageOf(string route) => stages.GetValueOrDefault(route, Stage.Legacy);

    public Side ServedBy(string route) => !legacyOnly && StageOf(route) >= Stage.Live ? Side.Modern : Side.Legacy;

    /// <summary>The same flags with one route, or every one, at legacy.</summary>
    public CutoverSnapshot RolledBack(string? route) => new(
        stages.ToFrozenDictionary(flag => flag.Key, flag => route is null || flag.Key == route ? Stage.Legacy : flag.Value, StringComparer.Ordinal),
        legacyOnly,
        legacy);

    /// <summary>The decision for a request that <paramref name="modern"/> could answer. Made once for each endpoint.</summary>
    public CutoverDecision Decide(Endpoint modern) =>
        _decisions.TryGetValue(modern, out var decision) ? decision : _decisions.GetOrAdd(modern, Make);

    private CutoverDecision Make(Endpoint modern)
    {
        var route = modern.Metadata.GetRequiredMetadata<RouteName>().Value;
        return legacyOnly
            ? CutoverDecision.PinnedTo(Side.Legacy)
            : CutoverDecision.For(route, StageOf(route), modern.Metadata.GetRequiredMetadata<ModernEndpoint>(), modern.RequestDelegate, legacy);
    }
}
