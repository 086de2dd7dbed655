using System.Buffers.Binary;

namespace Strangler.Services.Realtime.WebSockets;

/// <summary>
/// A WebSocket's connection that ends before the first frame whose payload is not masked: a client must mask (RFC 6455 5.1), and .NET's
/// WebSocket does not see to it. Everything else passes as it is.
/// </summary>
internal sealed class MaskedFrames(Stream connection) : Stream
{
    private const byte MaskBit = 0x80;
    private const int KeyLength = 4;

    private readonly byte[] _head = new byte[10];
    private int _headLength;
    private ulong _left;
    private bool _isViolated;

    /// <summary>What tells the client before the end.</summary>
    public Func<Task>? Refuse { get; set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = _isViolated ? 0 : Check((await ReadConnectionAsync(buffer, cancellationToken)).Span);
        if (count == 0 && _isViolated && Refuse is { } refuse)
            await refuse();
        return count;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => connection.WriteAsync(buffer, cancellationToken);

    public override Task FlushAsync(CancellationToken cancellationToken) => connection.FlushAsync(cancellationToken);

    public override void Flush() => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private async ValueTask<Memory<byte>> ReadConnectionAsync(Memory<byte> buffer, CancellationToken cancellationToken) =>
        buffer[..await connection.ReadAsync(buffer, cancellationToken)];

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
