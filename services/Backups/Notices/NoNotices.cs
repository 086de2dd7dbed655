namespace Strangler.Services.Backups.Notices;

/// <summary>The sink of a process that holds no sockets.</summary>
internal sealed class NoNotices : INoticeSink
{
    public void Publish(Notice notice)
    {
    }
}
