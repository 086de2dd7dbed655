using System.Collections.Concurrent;

namespace Strangler.Services.Receipts;

/// <summary>What is expected and has no outcome yet, by stored name. Nothing stays here after its end (Q24).</summary>
internal sealed class OpenExpectations
{
    private readonly ConcurrentDictionary<string, Expectation> _byName = new(ReceivedFolder.Names);
    private long _registered;

    public bool IsEmpty => _byName.IsEmpty;

    /// <summary>In order of registration.</summary>
    public IReadOnlyList<Expectation> All => [.. _byName.Values.OrderBy(one => one.Number)];

    public long NextNumber() => Interlocked.Increment(ref _registered);

    public bool Contains(string storedName) => _byName.ContainsKey(storedName);

    public Expectation? Find(string storedName) => _byName.GetValueOrDefault(storedName);

    /// <summary>Takes the place of an earlier one of the same name, as in legacy (contract 7).</summary>
    public void Add(Expectation expectation, out Expectation? earlier)
    {
        Expectation? replaced = null;
        _byName.AddOrUpdate(expectation.File.StoredName, expectation, (_, former) =>
        {
            replaced = former;
            return expectation;
        });
        earlier = replaced;
    }

    /// <summary>False when it has been removed or replaced before.</summary>
    public bool Remove(Expectation expectation) => _byName.TryRemove(KeyValuePair.Create(expectation.File.StoredName, expectation));
}
