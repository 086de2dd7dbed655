using System.Buffers;
using Strangler.Gateway.Realtime.Relay;

namespace Strangler.Gateway.Realtime;

/// <summary>Reads the messages in what a server sends on one socket, whole; those above a bound, and compressed ones, are passed over.</summary>
/// <param name="take">Gets each as a packet of polling has it (<see cref="BinaryPacket"/>); its bytes are valid until it returns.</param>
internal sealed class ServerPackets(Action<ReadOnlyMemory<byte>> take)
{
    private const int LongestRead = 64 * 1024;
    private const byte Opcode = 0x0f;
    private const byte Text = 1;
    private const byte Binary = 2;
    private const byte Continuation = 0;
    private const byte Reserved = 0x70;

    private readonly ArrayBufferWriter<byte> _message = new();
    private readonly byte[] _head = new byte[FrameHeader.LongestSize];
    private int _headCount;
    private FrameHeader _frame;
    private ulong _left;
    private bool _isInPayload;
    private byte _kind;
    private bool _isRead;

    public void Pass(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (!_isInPayload)
            {
                _head[_headCount++] = bytes[0];
                bytes = bytes[1..];
                if (FrameHeader.TryRead(_head.AsSpan(0, _headCount), out _frame))
                    Begin();
                continue;
            }

            var count = (int)Math.Min(_left, (ulong)bytes.Length);
            if (!_frame.IsControl && _isRead)
                _message.Write(bytes[..count]);
            bytes = bytes[count..];
            _left -= (ulong)count;
            if (_left == 0)
                End();
        }
    }

    private void Begin()
    {
        (_headCount, _left, _isInPayload) = (0, _frame.Length, true);
        var opcode = _frame.First & Opcode;
        if (!_frame.IsControl && opcode != Continuation)
        {
            (_kind, _isRead) = ((byte)opcode, opcode is Text or Binary && (_frame.First & Reserved) == 0);
            _message.ResetWrittenCount();
        }

        if (_isRead && !_frame.IsControl && (ulong)_message.WrittenCount + _frame.Length > LongestRead)
            _isRead = false;
        if (_left == 0)
            End();
    }

    private void End()
    {
        _isInPayload = false;
        if (_frame.IsControl || !_frame.IsFinal)
            return;
        if (_isRead)
            take(_kind == Text ? _message.WrittenMemory : BinaryPacket.Of(_message.WrittenSpan));
        _isRead = false;
    }
}
