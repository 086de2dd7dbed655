using System.Net.WebSockets;

namespace Strangler.Services.Realtime.WebSockets;

/// <summary>
/// A WebSocket's connection that ends before the first frame that a client may not send (RFC 6455 5.1, 5.2, 5.4, 5.5). Each byte of a frame's
/// head is judged as soon as it is there: .NET's WebSocket waits for six of them, and does not ask whether a client masks. So is a frame that announces
/// more than anybody sends. Everything else passes as it is.
/// </summary>
internal class CheckedFrames(IOpenedSocket socket) : UpgradedConnection(socket)
{
    private const byte Final = 0x80;
    private const byte Reserved = 0x70;
    private const byte Opcode = 0x0F;
    private const byte Continuation = 0x0;
    private const byte Binary = 0x2;
    private const byte FirstControl = 0x8;
    private const byte LastControl = 0xA;
    private const byte MaskBit = 0x80;
    private const byte LongestControl = 125;
    private const int KeyLength = 4;

    /// <summary>Bytes of a frame; what is shorter and still too long is read and forgotten, so that its sender reads why.</summary>
    private const ulong Longest = 16 << 20;

    private ulong _length;
    private ulong _left; // of the key and the payload
    private byte _headCount;
    private byte _headSize;
    private bool _isControl;
    private bool _isWithinMessage;
    private bool _isViolated;
    private bool _isTooLong;

    /// <summary>What tells the client before the end: the code, which is one for a malformed frame or for one that is too long.</summary>
    public Func<WebSocketCloseStatus, Task>? Refuse { get; set; }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        _isViolated ? EndAsync() : base.ReadAsync(buffer, cancellationToken);

    protected override ValueTask<int> PassAsync(ReadOnlyMemory<byte> bytes)
    {
        var count = Check(bytes.Span);
        return count == 0 && _isViolated ? EndAsync() : new ValueTask<int>(count);
    }

    private async ValueTask<int> EndAsync()
    {
        if (Refuse is { } refuse)
            await refuse(_isTooLong ? WebSocketCloseStatus.MessageTooBig : WebSocketCloseStatus.ProtocolError);
        return 0;
    }

    /// <summary>How many bytes stand before a frame that must not be; the first of its head may have passed already.</summary>
    private int Check(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        while (at < bytes.Length)
        {
            if (_left > 0)
            {
                var passed = (int)Math.Min(_left, (ulong)(bytes.Length - at));
                _left -= (ulong)passed;
                at += passed;
                continue;
            }

            if (!TakeHead(bytes[at++]))
            {
                _isViolated = true;
                return Math.Max(at - _headCount, 0);
            }
        }

        return at;
    }

    /// <summary>Takes the next byte of a head; false when it must not be.</summary>
    private bool TakeHead(byte next)
    {
        var isLawful = _headCount++ switch
        {
            0 => TakeFirst(next),
            1 => TakeSecond(next),
            _ => TakeLength(next),
        };
        if (!isLawful || _headCount < 2 || _headCount != _headSize)
            return isLawful;
        _isTooLong = _length > Longest;
        if (!_isTooLong)
            (_left, _headCount) = (_length + KeyLength, 0);
        return !_isTooLong;
    }

    private bool TakeFirst(byte first)
    {
        var (isFinal, opcode) = ((first & Final) != 0, first & Opcode);
        _isControl = opcode >= FirstControl;
        if ((first & Reserved) != 0)
            return false;
        if (_isControl)
            return isFinal && opcode <= LastControl;
        if (opcode > Binary || (opcode == Continuation) != _isWithinMessage)
            return false;
        _isWithinMessage = !isFinal;
        return true;
    }

    private bool TakeSecond(byte second)
    {
        var length = second & ~MaskBit;
        (_length, _headSize) = length switch { 126 => (0UL, (byte)4), 127 => (0UL, (byte)10), _ => ((ulong)length, (byte)2) };
        return (second & MaskBit) != 0 && (!_isControl || length <= LongestControl);
    }

    /// <summary>Of eight bytes of length the first bit must be 0.</summary>
    private bool TakeLength(byte next)
    {
        _length = (_length << 8) | next;
        return _length < 0x80 || _headSize < 10 || _headCount > 3;
    }
}
