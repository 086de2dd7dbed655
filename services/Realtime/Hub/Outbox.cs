namespace Strangler.Services.Realtime.Hub;

/// <summary>A message on its way to clients, rendered once for all of them.</summary>
/// <param name="Bytes">The whole text.</param>
/// <param name="JobId">The job that it is about; null when it is about none or several.</param>
/// <param name="ProgressPhase">The phase of a progress; null for other messages, which are never left out.</param>
internal sealed record OutgoingMessage(ReadOnlyMemory<byte> Bytes, string? JobId = null, string? ProgressPhase = null);

/// <summary>What waits for one client, in order. Holds nothing while it is empty. Its owner locks it.</summary>
/// <param name="bound">Messages at most.</param>
internal sealed class Outbox(int bound)
{
    private LinkedList<OutgoingMessage>? _waiting;

    /// <summary>Adds a message; a progress takes the place of the last one of its job and phase if nothing else about the job came in between. False when it is full.</summary>
    public bool Offer(OutgoingMessage message)
    {
        _waiting ??= new();
        if (message.ProgressPhase is not null && Last(message.JobId) is { } last && last.Value.ProgressPhase == message.ProgressPhase)
        {
            last.Value = message;
            return true;
        }

        if (_waiting.Count == bound)
            return false;
        _waiting.AddLast(message);
        return true;
    }

    /// <summary>Takes the oldest; null when it is empty.</summary>
    public OutgoingMessage? Take()
    {
        var first = _waiting?.First;
        if (first is null)
        {
            _waiting = null;
            return null;
        }

        _waiting!.RemoveFirst();
        return first.Value;
    }

    public void Clear() => _waiting = null;

    /// <summary>The last message about the job; one about several counts as one about each.</summary>
    private LinkedListNode<OutgoingMessage>? Last(string? jobId)
    {
        var node = _waiting!.Last;
        while (node is not null && node.Value.JobId is { } other && other != jobId)
            node = node.Previous;
        return node;
    }
}
