using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Compare;

/// <summary>Collects differences up to a bound, so that two unlike documents cannot fill the memory.</summary>
internal sealed class DifferenceList
{
    public const int Limit = 200;
    private readonly List<Difference> _items = [];

    public IReadOnlyList<Difference> Items => _items;

    public bool IsFull => _items.Count > Limit;

    public void Add(Location at, DivergenceKind kind, string? legacy, string? modern)
    {
        if (_items.Count < Limit)
            _items.Add(new(at, kind, legacy, modern));
        else if (_items.Count == Limit)
            _items.Add(new(Location.Body, DivergenceKind.TooMany, null, null));
    }
}
