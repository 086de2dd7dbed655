using System.Buffers.Binary;
using System.IO.Pipelines;

namespace Strangler.Services.Realtime.WebSockets;

/// <summary>
/// A WebSocket's connection that ends before the first frame whose payload is not masked: a client must mask (RFC 6455 5.1), and .NET's
/// WebSocket does not see to it. Everything else passes as it is.
/// </summary>
internal sealed class MaskedFrames(PipeReader client, Stream server) : UpgradedConnection(client, server)
{
    private const byte MaskBit = 0x80;
    private const int KeyLength = 4;

    private readonly byte[] _head = new byte[10];
    private int _headLength;
    private ulong _left;
    private bool _isViolated;

    /// <summary>What tells the client before the end.</summary>
    public Func<Task>? Refuse { get; set; }

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
            await refuse();
        return 0;
    }

    /// <summary>How many bytes stand before a frame that is not masked; its first byte may have passed already.</summary>
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

            _head[_headLength++] = bytes[at++];
            if (_headLength < 2)
                continue;
            if ((_head[1] & MaskBit) == 0)
            {
                _isViolated = true;
                return Math.Max(at - _headLength, 0);
            }

            ReadHead();
        }

        return at;
    }

    private void ReadHead()
    {
        var length = (ulong)(_head[1] & ~MaskBit);
        var size = length switch { 126 => 4, 127 => 10, _ => 2 };
        if (_headLength < size)
            return;
        _left = KeyLength + length switch
        {
            126 => BinaryPrimitives.ReadUInt16BigEndian(_head.AsSpan(2)),
            127 => BinaryPrimitives.ReadUInt64BigEndian(_head.AsSpan(2)) & long.MaxValue,
            _ => length,
        };
        _headLength = 0;
    }
}
