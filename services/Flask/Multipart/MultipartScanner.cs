namespace Strangler.Services.Flask.Multipart;

/// <summary>
/// Cuts the bytes of a form into headers and content, as Werkzeug 2.2.2 does with a form that it holds as a whole. It does
/// not read itself: each time there are more bytes it is given all that are not consumed yet.
/// </summary>
internal sealed class MultipartScanner(ReadOnlySpan<byte> boundary)
{
    private readonly Delimiter _delimiter = new(boundary);
    private State _state = State.Preamble;

    private enum State
    {
        Preamble,
        Headers,
        Content,
        End,
    }

    /// <param name="isLast">No bytes follow <paramref name="data"/>.</param>
    public MultipartToken Read(ReadOnlySpan<byte> data, bool isLast) => _state switch
    {
        State.Preamble => ReadPreamble(data, isLast),
        State.Headers => ReadHeaders(data),
        State.Content => ReadContent(data, isLast),
        _ => new MultipartToken(MultipartTokenType.End, 0, 0),
    };

    private MultipartToken ReadPreamble(ReadOnlySpan<byte> data, bool isLast)
    {
        var match = _delimiter.Find(data, isPreamble: true, isLast);
        if (!match.IsFound)
            return new MultipartToken(MultipartTokenType.None, 0, match.Start);
        Pass(match);
        return new MultipartToken(MultipartTokenType.None, 0, match.End);
    }

    private MultipartToken ReadHeaders(ReadOnlySpan<byte> data)
    {
        var end = 0;
        while (data[end..].IndexOfAny((byte)'\r', (byte)'\n') is >= 0 and var next)
        {
            end += next;
            if (BlankLineLength(data[end..]) is > 0 and var length)
            {
                _state = State.Content;
                return new MultipartToken(MultipartTokenType.Headers, end, end + length);
            }

            end++;
        }

        return default;
    }

    private MultipartToken ReadContent(ReadOnlySpan<byte> data, bool isLast)
    {
        var match = _delimiter.Find(data, isPreamble: false, isLast);
        if (!match.IsFound)
            return match.Start == 0 ? default : new MultipartToken(MultipartTokenType.Content, match.Start, match.Start);
        Pass(match);
        return new MultipartToken(MultipartTokenType.LastContent, match.Start, match.End);
    }

    private void Pass(DelimiterMatch match) => _state = match.IsClosing ? State.End : State.Headers;

    private static int BlankLineLength(ReadOnlySpan<byte> data) => data switch
    {
        [(byte)'\r', (byte)'\n', (byte)'\r', (byte)'\n', ..] => 4,
        [(byte)'\r', (byte)'\r', ..] or [(byte)'\n', (byte)'\n', ..] => 2,
        _ => 0,
    };
}
