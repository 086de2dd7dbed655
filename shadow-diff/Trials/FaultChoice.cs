namespace Strangler.ShadowDiff.Trials;

/// <summary>Chooses some of the sites of a route by the seed: as many of each kind, and the same whatever order they come in.</summary>
internal sealed class FaultChoice(TrialPlan plan, string route)
{
    private readonly Dictionary<string, SortedDictionary<ulong, FaultSite>> _kinds = new(StringComparer.Ordinal);

    /// <summary>The sites chosen of all that were added until now.</summary>
    public IEnumerable<FaultSite> Chosen =>
    [
        .. InTurn(_kinds.Where(kind => kind.Key.Length > 0)).Take(plan.FaultsPerRoute),
        .. InTurn(_kinds.Where(kind => kind.Key.Length == 0)).Take(Math.Max(1, plan.FaultsPerRoute / 2)),
    ];

    /// <summary>True when there was a new one among them.</summary>
    public bool Add(IEnumerable<FaultSite> sites)
    {
        var isNew = false;
        foreach (var site in sites)
        {
            var kind = site.Form.Kind is { } known ? $"{known}" : "";
            if (!_kinds.TryGetValue(kind, out var ordered))
                ordered = _kinds[kind] = [];
            isNew |= ordered.TryAdd(plan.Draw($"{route}|{site.Name}"), site);
        }

        return isNew;
    }

    /// <summary>One of each kind, then a second one of each, and so on.</summary>
    private static IEnumerable<FaultSite> InTurn(IEnumerable<KeyValuePair<string, SortedDictionary<ulong, FaultSite>>> kinds) =>
        kinds.SelectMany(kind => kind.Value.Values.Select((site, rank) => (rank, kind.Key, site))).OrderBy(one => one.rank).ThenBy(one => one.Key, StringComparer.Ordinal).Select(one => one.site);
}
