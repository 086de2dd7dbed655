using System.Text;
using Strangler.Services.Realtime.EngineIo;

namespace Strangler.Services.Tests.Realtime.EngineIo;

/// <summary>What waits for a client that reads slowly.</summary>
public sealed class OutgoingQueueTests
{
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
