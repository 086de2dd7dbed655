namespace Strangler.Services.Backups.Notices;

/// <summary>Sends notices to every connected page (contract 9.5). The host that holds the sockets registers its own; the default sends nothing.</summary>
public interface INoticeSink
{
    /// <summary>Passes a notice on; never waits and never throws.</summary>
    void Publish(Notice notice);
}

/// <summary>One event for every connected page (contract 9.5).</summary>
/// <param name="Event"><c>progress_update</c>, <c>file_receipt</c>, <c>job_cancelled</c> or <c>jobs_cancelled</c>.</param>
/// <param name="Payload">Its JSON as Socket.IO carries it: insertion order, no blanks, no line feed at the end (contract 3.2).</param>
public sealed record Notice(string Event, ReadOnlyMemory<byte> Payload);

/// <summary>The sink of a process that holds no sockets.</summary>
internal sealed class NoNotices : INoticeSink
{
    public void Publish(Notice notice)
    {
    }
}
