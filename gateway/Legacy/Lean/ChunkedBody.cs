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
        Broken,
    }

    public readonly bool IsOver => _state == State.Over;

    /// <summary>Decodes as much as there is.</summary>
    /// <param name="received">What has come; at its start is what it holds afterwards.</param>
    /// <param name="taken">How much of it is done with; the rest comes first the next time.</param>
    /// <returns>How many bytes it holds. What comes before a fault is held, too: the fault is that of the next time.</returns>
    /// <exception cref="InvalidDataException">These are no chunks.</exception>
    public int Decode(Span<byte> received, out int taken)
    {
        var held = 0;
        taken = 0;
        while (_state < State.Over)
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
            {
                _state = State.Broken;
                break;
            }

            if (end < 0)
                break;
            var line = rest[..end];
            taken += end + 1;
            Read(line is [.., (byte)'\r'] ? line[..^1] : line, end + 1);
        }

        if (held == 0)
            ThrowIfBroken();
        return held;
    }

    /// <exception cref="InvalidDataException">There is a fault behind what was held last.</exception>
    public readonly void ThrowIfBroken()
    {
        if (_state == State.Broken)
            throw new InvalidDataException("Legacy sent chunks that are none.");
    }

    private void Read(ReadOnlySpan<byte> line, int size) => _state = _state switch
    {
        State.Size when TryReadSize(line) => _left > 0 ? State.Data : State.Trailers,
        State.DataEnd when line.IsEmpty => State.Size,
        State.Trailers when line.IsEmpty => State.Over,
        State.Trailers when TryReadTrailer(line, size) => State.Trailers,
        _ => State.Broken,
    };

    private bool TryReadSize(ReadOnlySpan<byte> line) =>
        Utf8Parser.TryParse(line, out _left, out var digits, 'X') && line[digits..].TrimStart(" \t"u8) is [] or [(byte)';', ..];

    private bool TryReadTrailer(ReadOnlySpan<byte> line, int size)
    {
        var isFolded = _trailers > 0 && line[0] is (byte)' ' or (byte)'\t';
        var colon = line.IndexOf((byte)':');
        _trailers += size;
        return _trailers <= AnswerHead.Longest && (isFolded || (colon > 0 && HeaderName.IsName(line[..colon].TrimEnd((byte)' '))));
    }
}
