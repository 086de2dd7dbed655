namespace Strangler.Services.Backups.Notices;

/// <summary>Takes what every connected page is to hear of (contract 9.5). Whoever holds the sockets supplies it; the default has none.</summary>
public interface INoticeSink
{
    /// <summary>Hands on a notice; never waits and never throws.</summary>
    void Publish(Notice notice);
}
