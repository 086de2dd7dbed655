using System.Collections.Frozen;

namespace Strangler.Gateway.Configuration;

/// <summary>
/// The names below each section of a configuration. The framework's providers look through every key for each section that is asked for, and a list
/// has one section an entry: one of 20,000 entries would be read for ten seconds.
/// </summary>
internal sealed class KeyIndex
{
    public static readonly KeyIndex Empty = new([]);

    private readonly FrozenDictionary<string, string[]> _children;

    private KeyIndex(Dictionary<string, HashSet<string>> children) => _children = children.ToFrozenDictionary(
        parent => parent.Key,
        parent => parent.Value.Order(Comparer<string>.Create(ConfigurationKeyComparer.Instance.Compare)).ToArray(),
        StringComparer.OrdinalIgnoreCase);

    public static KeyIndex Of(IEnumerable<string> keys)
    {
        var children = new Dictionary<string, HashSet<string>>(StringComparer.OrdinalIgnoreCase);
        foreach (var key in keys)
        {
            // What is there already has all its parents.
            for (var path = key; Add(path) && ConfigurationPath.GetParentPath(path) is { } parent;)
                path = parent;
        }

        return new(children);

        bool Add(string path)
        {
            var parent = ConfigurationPath.GetParentPath(path) ?? "";
            if (!children.TryGetValue(parent, out var names))
                children.Add(parent, names = new(StringComparer.OrdinalIgnoreCase));
            return names.Add(ConfigurationPath.GetSectionKey(path));
        }
    }

    /// <summary>As a provider answers (<see cref="IConfigurationProvider.GetChildKeys"/>): with those of earlier ones, in order.</summary>
    public IEnumerable<string> Below(string? parent, IEnumerable<string> earlier)
    {
        var own = _children.GetValueOrDefault(parent ?? "") ?? [];
        List<string> all = [.. own, .. earlier];
        if (all.Count > own.Length)
            all.Sort(ConfigurationKeyComparer.Instance.Compare);
        return all;
    }
}
