using System.Collections.Concurrent;
using Strangler.Services.Backups.Notices;
using Strangler.Services.Realtime.SocketIo;

namespace Strangler.Services.Realtime.Pages;

/// <summary>The connected pages, which hear every notice (contract 9.5). A notice is encoded once, and each page's own queue takes it.</summary>
internal sealed class PageAudience : INoticeListener
{
    private readonly ConcurrentDictionary<SocketClient, byte> _clients = new();

    public void Add(SocketClient client) => _clients.TryAdd(client, 0);

    public void Remove(SocketClient client) => _clients.TryRemove(client, out _);

    public void Hear(Notice notice)
    {
        if (_clients.IsEmpty)
            return;
        var message = SocketMessage.Event(notice.Event, notice.Payload.Span, NoticeKey.Of(notice));
        foreach (var (client, _) in _clients)
            client.Send(message);
    }
}
