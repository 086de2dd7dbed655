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

    /// <summary>Adds sites, and makes the faults those that are chosen by then.</summary>
    /// <param name="sites">Where a fault can be made.</param>
    /// <param name="faults">The faults by the names of their sites; those that stay chosen are left as they are.</param>
    /// <param name="seed">Makes a new one.</param>
    public void Seed(IEnumerable<FaultSite> sites, Dictionary<string, SeededFault> faults, Func<FaultSite, SeededFault> seed)
    {
        if (!Add(sites))
            return;

        var chosen = Chosen.ToDictionary(site => site.Name, StringComparer.Ordinal);
        foreach (var name in faults.Keys.Where(name => !chosen.ContainsKey(name)).ToList())
            faults.Remove(name);
        foreach (var (name, site) in chosen.Where(one => !faults.ContainsKey(one.Key)))
            faults[name] = seed(site);
    }

    /// <summary>One of each kind, then a second one of each, and so on.</summary>
    private static IEnumerable<FaultSite> InTurn(IEnumerable<KeyValuePair<string, SortedDictionary<ulong, FaultSite>>> kinds) =>
        kinds.SelectMany(kind => kind.Value.Values.Select((site, rank) => (rank, kind.Key, site))).OrderBy(one => one.rank).ThenBy(one => one.Key, StringComparer.Ordinal).Select(one => one.site);
}
