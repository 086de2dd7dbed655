using System.Collections.Concurrent;
using System.Text;
using Strangler.Gateway.Metrics;
using Strangler.Services.Backups.Notices;

namespace Strangler.Gateway.Realtime;

/// <summary>The pages' sockets that legacy serves, and what they hear of modern's jobs (contract 9.5).</summary>
internal sealed class OpenSockets(GatewayMetrics metrics) : INoticeListener
{
    private readonly ConcurrentDictionary<BridgedSocket, byte> _sockets = new();

    public int Count => _sockets.Count;

    public void Add(BridgedSocket socket) => _sockets.TryAdd(socket, 0);

    public void Remove(BridgedSocket socket) => _sockets.TryRemove(socket, out _);

    public void Hear(Notice notice)
    {
        if (notice.IsForeign || _sockets.IsEmpty)
            return;

        var frame = FrameHeader.Text([.. Encoding.ASCII.GetBytes($"42[\"{notice.Event}\","), .. notice.Payload.Span, (byte)']']);
        foreach (var (socket, _) in _sockets)
        {
            if (socket is { IsConnected: true, IsToldByPolling: false } && !socket.Offer(frame))
                metrics.NoticeDropped(notice.Event);
        }
    }

    /// <summary>Closes every socket with a code, so that its page connects anew; returns how many.</summary>
    public int CloseAll()
    {
        var closed = 0;
        foreach (var (socket, _) in _sockets)
            closed += socket.AskToReconnect() ? 1 : 0;
        return closed;
    }
}
