using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Findings;

/// <summary>
/// Names the stable open divergences that one exchange showed, as one text: so parity can be worked out again when QA accepts one of them, or one
/// is proved to be fixed. Not safe for several threads.
/// </summary>
internal sealed class DivergenceSets
{
    /// <summary>Stands for a set that is too large, or one too many. No fingerprint has this name, so it always counts.</summary>
    public const string Other = "other";

    private const int MaxMembers = 20;
    private const int MaxSets = 1000;
    private readonly HashSet<(string Route, string Name)> _known = [];

    /// <summary>Null when nothing in it is open and stable.</summary>
    public string? Name(string route, IReadOnlyCollection<Divergence> divergences)
    {
        string[] open = [.. divergences.Where(divergence => divergence is { IsOpen: true, Sighting: Sighting.Stable }).Select(divergence => divergence.Fingerprint).Order(StringComparer.Ordinal)];
        if (open.Length == 0)
            return null;

        var name = open.Length > MaxMembers ? Other : string.Join(' ', open);
        return _known.Count < MaxSets || _known.Contains((route, name)) ? Remember(route, name) : Other;
    }

    public static string[] Members(string name) => name.Split(' ');

    private string Remember(string route, string name)
    {
        _known.Add((route, name));
        return name;
    }
}
