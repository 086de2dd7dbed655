using Strangler.Gateway.Realtime.Relay;

namespace Strangler.Gateway.Realtime;

/// <summary>Watches what legacy sends on one socket: where a message of ours may stand, and whether Socket.IO has connected.</summary>
internal sealed class ServerFrames
{
    private static ReadOnlySpan<byte> Acknowledgement => "40{"u8;

    // A head and the first bytes of its payload, which may come in pieces.
    private readonly byte[] _head = new byte[FrameHeader.LongestSize + PendingAttachments.Seen];
    private PendingAttachments _attachments;
    private int _count;
    private ulong _left;
    private bool _isInMessage;
    private volatile bool _isConnected;

    /// <summary>Whether the acknowledgement of Socket.IO's connect has gone to the client (contract 9.3). Any thread may ask.</summary>
    public bool IsConnected => _isConnected;

    /// <summary>Between two messages, and not between one and its attachments: a message of ours may stand here.</summary>
    public bool IsAtBoundary => _count == 0 && _left == 0 && !_isInMessage && _attachments.IsNone;

    /// <summary>Socket.IO's connect was acknowledged over another transport.</summary>
    public void HasConnectedBefore() => _isConnected = true;

    public void Pass(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_left > 0)
            {
                var passed = (int)Math.Min(_left, (ulong)bytes.Length);
                _left -= (ulong)passed;
                bytes = bytes[passed..];
                continue;
            }

            _head[_count++] = bytes[0];
            bytes = bytes[1..];
            ReadHead();
        }
    }

    private void ReadHead()
    {
        var head = _head.AsSpan(0, _count);
        if (!FrameHeader.TryRead(head, out var frame))
            return;

        var seen = _count - frame.Size;
        if (seen < PendingAttachments.Seen && (ulong)seen < frame.Length)
            return;

        if (frame.IsWholeText)
        {
            if (head[frame.Size..].StartsWith(Acknowledgement))
                _isConnected = true;
            _attachments.Pass(head[frame.Size..]);
        }
        else if (frame.IsWholeBinary)
        {
            _attachments.Pass([BinaryPacket.Mark]);
        }

        if (!frame.IsControl)
            _isInMessage = !frame.IsFinal;
        _left = frame.Length - (ulong)seen;
        _count = 0;
    }
}
