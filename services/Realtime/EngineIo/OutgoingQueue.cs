namespace Strangler.Services.Realtime.EngineIo;

/// <summary>
/// What waits for one client, within bounds. Once the client lags, a message takes the place of the waiting one with its key, at the end, so
/// that nothing overtakes it. Holds nothing while it is empty. Not for several threads.
/// </summary>
internal sealed class OutgoingQueue(EngineOptions options)
{
    private LinkedList<EngineMessage>? _messages;
    private int _bytes;

    public bool IsEmpty => _messages is not { Count: > 0 };

    /// <summary>Whether half of the room is taken.</summary>
    public bool IsFilling => _messages?.Count >= options.MaxQueuedMessages / 2 || _bytes >= options.MaxQueuedBytes / 2;

    /// <summary>False when there is no room: the client is too slow.</summary>
    public bool TryAdd(EngineMessage message)
    {
        _messages ??= new();
        if (message.Key is { } key && _messages.Count >= options.Lagging)
            Replace(key);
        if (_messages.Count >= options.MaxQueuedMessages || (_messages.Count > 0 && _bytes + message.Bytes.Length > options.MaxQueuedBytes))
            return false;
        _messages.AddLast(message);
        _bytes += message.Bytes.Length;
        return true;
    }

    /// <summary>The oldest, which stays; null when there is none.</summary>
    public EngineMessage? Peek() => _messages?.First?.Value;

    /// <summary>Takes the oldest; null when there is none.</summary>
    public EngineMessage? Take()
    {
        if (_messages?.First is not { } first)
            return null;
        Remove(first);
        if (_messages.Count == 0)
            _messages = null;
        return first.Value;
    }

    public void Clear()
    {
        _messages = null;
        _bytes = 0;
    }

    private void Replace(string key)
    {
        for (var node = _messages!.Last; node is not null; node = node.Previous)
        {
            if (node.Value.Key != key)
                continue;
            Remove(node);
            return;
        }
    }

    private void Remove(LinkedListNode<EngineMessage> node)
    {
        _messages!.Remove(node);
        _bytes -= node.Value.Bytes.Length;
    }
}
