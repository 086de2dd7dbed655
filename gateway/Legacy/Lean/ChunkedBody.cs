using System.Buffers.Text;

namespace Strangler.Gateway.Legacy.Lean;

/// <summary>A chunked body (RFC 9112 7.1), decoded in place as it comes. Trailers go no further; <c>SocketsHttpHandler</c> takes and refuses the same.</summary>
internal struct ChunkedBody
{
    private const int LongestLine = 16 * 1024;

    private State _state;
    private ulong _left;
    private int _trailers;

    private enum State
    {
        Size,
        Data,
        DataEnd,
        Trailers,
        Over,
    }

    public readonly bool IsOver => _state == State.Over;

    /// <summary>Decodes as much as there is.</summary>
    /// <param name="received">What has come; at its start is what it holds afterwards.</param>
    /// <param name="taken">How much of it is done with; the rest comes first the next time.</param>
    /// <returns>How many bytes it holds.</returns>
    /// <exception cref="InvalidDataException">These are no chunks.</exception>
    public int Decode(Span<byte> received, out int taken)
    {
        var held = 0;
        taken = 0;
        while (_state != State.Over)
        {
            if (_state == State.Data)
            {
                var count = (int)Math.Min(_left, (ulong)(received.Length - taken));
                received.Slice(taken, count).CopyTo(received[held..]);
                (held, taken, _left) = (held + count, taken + count, _left - (ulong)count);
                if (_left > 0)
                    break;
                _state = State.DataEnd;
            }

            var rest = received[taken..];
            var end = rest.IndexOf((byte)'\n');
            if ((end < 0 ? rest.Length : end) >= LongestLine)
                throw new InvalidDataException("Legacy sent a chunk whose size does not end.");
            if (end < 0)
                break;
            var line = rest[..end];
            taken += end + 1;
            Read(line is [.., (byte)'\r'] ? line[..^1] : line, end + 1);
        }

        return held;
    }

    private void Read(ReadOnlySpan<byte> line, int size)
    {
        switch (_state)
        {
            case State.Size:
                _left = SizeOf(line);
                _state = _left > 0 ? State.Data : State.Trailers;
                break;
            case State.DataEnd when line.IsEmpty:
                _state = State.Size;
                break;
            case State.DataEnd:
                throw new InvalidDataException("Legacy sent a chunk that is longer than it said.");
            case State.Trailers when line.IsEmpty:
                _state = State.Over;
                break;
            default:
                ReadTrailer(line, size);
                break;
        }
    }

    private static ulong SizeOf(ReadOnlySpan<byte> line)
    {
        if (!Utf8Parser.TryParse(line, out ulong size, out var digits, 'X') || line[digits..].TrimStart(" \t"u8) is not ([] or [(byte)';', ..]))
            throw new InvalidDataException("Legacy sent a chunk whose size is no number.");
        return size;
    }

    private void ReadTrailer(ReadOnlySpan<byte> line, int size)
    {
        var isFolded = _trailers > 0 && line[0] is (byte)' ' or (byte)'\t';
        var colon = line.IndexOf((byte)':');
        _trailers += size;
        if (_trailers > AnswerHead.Longest || !(isFolded || (colon > 0 && HeaderName.IsName(line[..colon].TrimEnd((byte)' ')))))
            throw new InvalidDataException("Legacy sent a trailer that is none.");
    }
}
