namespace Strangler.CommandLine.Cases;

/// <summary>Cases that are sent one after the other; sequences do not depend on each other.</summary>
internal sealed record CaseSequence(IReadOnlyList<Case> Cases)
{
    /// <summary>The cases of some routes, and those of any route whose values they use. No routes: all.</summary>
    public CaseSequence Of(IReadOnlyCollection<string> routes)
    {
        if (routes.Count == 0)
            return this;

        var (chosen, wanted) = (new Stack<Case>(), new HashSet<string>());
        foreach (var one in Cases.Reverse().Where(one => routes.Contains(one.Route) || one.Captures.Keys.Any(wanted.Contains)))
        {
            wanted.ExceptWith(one.Captures.Keys);
            wanted.UnionWith(one.Uses);
            chosen.Push(one);
        }

        return new([.. chosen]);
    }
}
