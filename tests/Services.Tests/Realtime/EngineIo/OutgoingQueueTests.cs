using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Strangler.Services.Realtime.EngineIo;

namespace Strangler.Services.Tests.Realtime.EngineIo;

/// <summary>What waits for a client that reads slowly.</summary>
public sealed class OutgoingQueueTests
{
    /// <summary>Messages by their key, null for none, and between them clients that take some.</summary>
    private static readonly Arbitrary<(string? Key, int Taken)[]> Traffic =
        (from key in Gen.Elements(null, "a", "b", "c")
         from taken in Gen.Frequency((5, Gen.Constant(0)), (1, Gen.Choose(1, 6)))
         select (key, taken)).ListOf().Select(list => list.ToArray()).ToArbitrary();

    private readonly OutgoingQueue _queue = new(new EngineOptions { MaxQueuedMessages = 5, MaxQueuedBytes = 20, Lagging = 3 });

    [Fact]
    public void TryAdd_ClientKeepsUp_EveryMessageWaits()
    {
        Add(("a", "k"), ("b", "k"), ("c", "k"));

        Assert.Equal(["a", "b", "c"], Taken());
    }

    [Fact]
    public void TryAdd_ClientLags_OnlyTheNewestOfAKeyWaitsAtTheEnd()
    {
        Add(("a", "k"), ("b", null), ("c", "other"), ("d", "k"), ("e", null), ("f", "k"), ("g", "other"));

        Assert.Equal(["b", "e", "f", "g"], Taken());
    }

    [Fact]
    public void TryAdd_TooManyMessages_HaveNoRoom()
    {
        Add(("a", null), ("b", null), ("c", null), ("d", null), ("e", null));

        Assert.False(_queue.TryAdd(Message("f", null)));
        Assert.False(_queue.TryAdd(Message("g", "new")));
        _queue.Take();
        Assert.True(_queue.TryAdd(Message("f", null)));
    }

    [Fact]
    public void TryAdd_TooManyBytes_HaveNoRoomUnlessOneIsAlone()
    {
        var large = new string('x', 30);
        Assert.True(_queue.TryAdd(Message(large, null)));
        Assert.False(_queue.TryAdd(Message("a", null)));
        Assert.Equal([large], Taken());

        Assert.True(_queue.TryAdd(Message("a", null)));
        Assert.False(_queue.TryAdd(Message(large, null)));
    }

    /// <summary>Nothing overtakes: what a client gets comes in the order in which it was sent, and only progress that is out of date is left out.</summary>
    [Fact]
    public void TryAdd_AnyTraffic_KeepsTheOrder_AndLeavesOutOnlyWhatANewerOneReplaces() => Prop.ForAll(Traffic, traffic =>
    {
        var queue = new OutgoingQueue(new EngineOptions { MaxQueuedMessages = int.MaxValue, Lagging = 3 });
        List<int> got = [];
        for (var i = 0; i < traffic.Length; i++)
        {
            Assert.True(queue.TryAdd(Message($"{i}", traffic[i].Key)));
            for (var taken = 0; taken < traffic[i].Taken && queue.Take() is { } message; taken++)
                got.Add(int.Parse(Encoding.ASCII.GetString(message.Bytes.Span), CultureInfo.InvariantCulture));
        }

        while (queue.Take() is { } message)
            got.Add(int.Parse(Encoding.ASCII.GetString(message.Bytes.Span), CultureInfo.InvariantCulture));

        Assert.Equal(got.Order(), got);
        foreach (var left in Enumerable.Range(0, traffic.Length).Except(got))
            Assert.True(traffic[left].Key is { } key && Array.FindIndex(traffic, left + 1, one => one.Key == key) > left, $"{left} is missing");
    }).QuickCheckThrowOnFailure();

    private void Add(params ReadOnlySpan<(string Text, string? Key)> messages)
    {
        foreach (var (text, key) in messages)
            Assert.True(_queue.TryAdd(Message(text, key)));
    }

    private static EngineMessage Message(string text, string? key) => new(Encoding.ASCII.GetBytes(text), Key: key);

    private List<string> Taken()
    {
        var taken = new List<string>();
        while (_queue.Take() is { } message)
            taken.Add(Encoding.ASCII.GetString(message.Bytes.Span));
        Assert.True(_queue.IsEmpty);
        return taken;
    }
}
