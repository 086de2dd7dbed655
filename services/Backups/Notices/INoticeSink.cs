namespace Strangler.Services.Backups.Notices;

/// <summary>Sends notices to every connected page (contract 9.5), whatever channel it is connected by.</summary>
public interface INoticeSink
{
    /// <summary>Passes a notice on; never waits and never throws.</summary>
    void Publish(Notice notice);
}

/// <summary>One event for every connected page (contract 9.5).</summary>
/// <param name="Event"><c>progress_update</c>, <c>file_receipt</c>, <c>job_cancelled</c> or <c>jobs_cancelled</c>.</param>
/// <param name="Payload">Its JSON as Socket.IO carries it: insertion order, no blanks, no line feed at the end (contract 3.2).</param>
public sealed record Notice(string Event, ReadOnlyMemory<byte> Payload)
{
    /// <summary>Whether it comes from the place where other jobs run, which has told the pages that are connected there itself.</summary>
    public bool IsForeign { get; init; }
}

/// <summary>Passes each notice to all listeners; without any it is heard by nobody.</summary>
internal sealed class NoticeFanout(IEnumerable<INoticeListener> listeners) : INoticeSink
{
    private readonly INoticeListener[] _listeners = [.. listeners];

    public void Publish(Notice notice)
    {
        foreach (var listener in _listeners)
            listener.Hear(notice);
    }
}
