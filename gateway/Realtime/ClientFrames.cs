using System.Buffers;
using Strangler.Gateway.Realtime.Relay;

namespace Strangler.Gateway.Realtime;

/// <summary>Passes on what a client sends on one socket, byte for byte, less the short messages that <paramref name="takes"/> wants for itself.</summary>
/// <param name="takes">Gets each as a packet of polling has it (<see cref="BinaryPacket"/>).</param>
internal sealed class ClientFrames(Predicate<ReadOnlyMemory<byte>> takes)
{
    /// <summary>Longer messages are no question about a job.</summary>
    private const ulong LongestRead = 1024;

    private readonly ArrayBufferWriter<byte> _held = new();
    private readonly ArrayBufferWriter<byte> _passed = new();
    private int _taken;
    private ulong _left;

    public bool HasPassed => _taken < _passed.WrittenCount;

    public void Accept(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var count = _left > 0 ? (int)Math.Min(_left, (ulong)bytes.Length) : 1;
            if (_left > 0)
            {
                _passed.Write(bytes[..count]);
                _left -= (ulong)count;
            }
            else
            {
                _held.Write(bytes[..count]);
                ReadFrame();
            }

            bytes = bytes[count..];
        }
    }

    /// <summary>Nothing more comes: what was held back goes on.</summary>
    public void End() => Release();

    /// <summary>Moves passed bytes to <paramref name="buffer"/>; returns how many.</summary>
    public int Take(Span<byte> buffer)
    {
        var passed = _passed.WrittenSpan[_taken..];
        var count = Math.Min(passed.Length, buffer.Length);
        passed[..count].CopyTo(buffer);
        _taken += count;
        if (!HasPassed)
        {
            _passed.ResetWrittenCount();
            _taken = 0;
        }

        return count;
    }

    private void ReadFrame()
    {
        if (!FrameHeader.TryRead(_held.WrittenSpan, out var frame))
            return;

        if (!(frame.IsWholeText || frame.IsWholeBinary) || !frame.IsMasked || frame.Length > LongestRead)
        {
            _left = frame.Length;
            Release();
        }
        else if (_held.WrittenCount == frame.Size + (int)frame.Length)
        {
            var message = Unmask(_held.WrittenSpan, frame);
            if (takes(frame.IsWholeText ? message : BinaryPacket.Of(message)))
                _held.ResetWrittenCount();
            Release();
        }
    }

    private void Release()
    {
        _passed.Write(_held.WrittenSpan);
        _held.ResetWrittenCount();
    }

    private static byte[] Unmask(ReadOnlySpan<byte> bytes, FrameHeader frame)
    {
        var key = bytes[(frame.Size - 4)..frame.Size];
        var text = bytes[frame.Size..].ToArray();
        for (var i = 0; i < text.Length; i++)
            text[i] ^= key[i % 4];
        return text;
    }
}
