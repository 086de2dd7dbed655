using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Strangler.Gateway.Legacy.Lean;

/// <summary>
/// The head of an answer, read as it comes: the status line and the headers, after interim answers, which go no further (RFC 9112 4, 5, 6). What
/// it takes and refuses is what <c>SocketsHttpHandler</c> takes and refuses, so that the two ways to legacy do not differ.
/// </summary>
internal sealed class AnswerHead(HeaderNames names)
{
    /// <summary>With the interim answers before it; the HTTP client's own limit.</summary>
    public const int Longest = 64 * 1024;

    /// <summary><c>HTTP/1.1 200</c>.</summary>
    private const int ShortestStatusLine = 12;

    private (HeaderName Name, string Value)[] _fields = new (HeaderName, string)[16];
    private int _count;
    private int _line;
    private int _scanned;
    private bool _hasStatusLine;
    private bool _isOld;
    private bool _isClosed;
    private bool _isKept;
    private int _lengths;
    private long? _length;
    private bool _hasTransferEncoding;
    private StringValues _connection;

    public int Status { get; private set; }

    /// <summary>Null for the usual one of the status.</summary>
    public string? Reason { get; private set; }

    /// <summary>How many bytes of what has come are the head.</summary>
    public int Size => _line;

    public bool IsChunked { get; private set; }

    /// <summary>For how long legacy keeps the connection; null where it does not say.</summary>
    public TimeSpan? KeptFor { get; private set; }

    /// <summary>Whether the connection may be used again.</summary>
    public bool KeepsConnection => !_isClosed && (!_isOld || _isKept);

    /// <summary>How long the body is on legacy's connection, where it is not chunked; null where it ends with the connection.</summary>
    public long? BodyLength => _lengths == 1 ? _length : null;

    private bool IsInterim => Status is >= 100 and < 200 and not StatusCodes.Status101SwitchingProtocols;

    /// <summary>Forgets the last answer.</summary>
    public void Clear()
    {
        _fields.AsSpan(0, _count).Clear();
        (_count, _line, _scanned, _hasStatusLine, _isOld) = (0, 0, 0, false, false);
        ClearFields();
    }

    /// <summary>Reads on.</summary>
    /// <param name="received">All that has come since the request was sent. A folded line in it is unfolded.</param>
    /// <returns>Whether the head is complete.</returns>
    /// <exception cref="HttpRequestException">It is no head.</exception>
    public bool TryRead(Span<byte> received)
    {
        while (true)
        {
            var end = _scanned + received[_scanned..].IndexOf((byte)'\n');
            if (end < _scanned)
            {
                _scanned = received.Length;
                return received.Length > Longest ? throw TooLong() : false;
            }

            var line = received[_line..end];
            if (line is [.., (byte)'\r'])
                line = line[..^1];
            if (!_hasStatusLine)
            {
                ReadStatusLine(line);
                _hasStatusLine = true;
            }
            else if (line.IsEmpty)
            {
                if (EndFields(end + 1))
                    return true;
            }
            else if (!line.Contains((byte)':'))
            {
                throw Invalid("a header line without a colon");
            }
            else if (end + 1 == received.Length)
            {
                _scanned = end; // the next byte says whether the line goes on
                return received.Length > Longest ? throw TooLong() : false;
            }
            else if (received[end + 1] is (byte)' ' or (byte)'\t')
            {
                received[(_line + line.Length)..(end + 1)].Fill((byte)' '); // RFC 9112 5.2
                _scanned = end + 1;
                continue;
            }
            else
            {
                ReadField(line);
            }

            _line = _scanned = end + 1;
        }
    }

    /// <summary>The length to declare to the client; null for none.</summary>
    /// <exception cref="InvalidDataException">Legacy's is no number, or there are several.</exception>
    public long? DeclaredLength() =>
        _hasTransferEncoding || _lengths == 0 ? null
        : BodyLength ?? throw LegacyAnswerRules.NoLength();

    /// <summary>Gives the client the headers that are its own.</summary>
    public void CopyTo(IHeaderDictionary headers)
    {
        var nominated = HopByHop.Nominated(_connection);
        var seen = 0UL;
        for (var i = 0; i < _count; i++)
        {
            var (name, value) = _fields[i];
            if (HopByHop.Contains(nominated, name.Text))
                continue;
            if ((seen & name.Mark) != 0)
            {
                CopyRest(headers, nominated, i);
                return;
            }

            headers[name.Text] = value;
            seen |= name.Mark;
        }
    }

    /// <summary>Of the rest some may repeat a name: all values of one in one go, since to add them one by one takes the longer the more there are.</summary>
    private void CopyRest(IHeaderDictionary headers, List<string>? nominated, int from)
    {
        var rest = new Dictionary<string, List<string>>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in _fields.AsSpan(from, _count - from))
        {
            if (HopByHop.Contains(nominated, name.Text))
                continue;
            if (!rest.TryGetValue(name.Text, out var values))
                rest[name.Text] = values = [.. headers[name.Text].OfType<string>()];
            values.Add(value);
        }

        foreach (var (name, values) in rest)
            headers[name] = values is [var one] ? one : values.ToArray();
    }

    /// <returns>Whether the head is over, and not only that of an interim answer.</returns>
    private bool EndFields(int size)
    {
        if (size > Longest)
            throw TooLong();
        if (IsInterim)
        {
            _hasStatusLine = false;
            return false;
        }

        _line = _scanned = size;
        return true;
    }

    private void ReadStatusLine(ReadOnlySpan<byte> line)
    {
        if (line.Length < ShortestStatusLine || line[8] != ' ' || !line.StartsWith("HTTP/1."u8) || !char.IsAsciiDigit((char)line[7])
            || (line.Length > ShortestStatusLine && line[ShortestStatusLine] != ' '))
        {
            throw Invalid("no status line");
        }

        if (!int.TryParse(line[9..ShortestStatusLine], NumberStyles.None, CultureInfo.InvariantCulture, out var status))
            throw Invalid("a status that is no number");
        _isOld = line[7] == '0';
        Status = status;
        var reason = line.Length > ShortestStatusLine ? line[(ShortestStatusLine + 1)..] : [];
        Reason = Ascii.Equals(reason, ReasonPhrases.GetReasonPhrase(status)) ? null : names.Reasons.Of(reason);
    }

    private void ReadField(Span<byte> line)
    {
        if (IsInterim)
            return;
        var colon = line.IndexOf((byte)':');
        var name = names.Of(line[..colon].TrimEnd((byte)' ')) ?? throw Invalid("a header name that is none");
        line[(colon + 1)..].Replace((byte)'\r', (byte)' '); // RFC 9112 2.2
        line[(colon + 1)..].Replace((byte)'\0', (byte)' '); // RFC 9110 5.5
        ReadOnlySpan<byte> value = line[(colon + 1)..].Trim(" \t"u8);
        switch (name.Meaning)
        {
            case HeaderMeaning.None:
                Keep(name, name.Values.Of(value));
                break;
            case HeaderMeaning.ContentLength:
                _lengths++;
                _length = long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var length) ? length : null;
                break;
            case HeaderMeaning.TransferEncoding:
                _hasTransferEncoding = true;
                IsChunked |= IsTokens(value) ? HasToken(value, "chunked"u8) : throw Invalid("a transfer encoding that is none");
                break;
            case HeaderMeaning.Connection:
                ReadConnection(name.Values.Of(value), value);
                break;
            case HeaderMeaning.KeepAlive:
                ReadKeepAlive(name.Values.Of(value));
                break;
        }
    }

    private void Keep(HeaderName name, string value)
    {
        if (_count == _fields.Length)
            Array.Resize(ref _fields, _count * 2);
        _fields[_count++] = (name, value);
    }

    private void ReadConnection(string text, ReadOnlySpan<byte> value)
    {
        _isClosed |= HasToken(value, "close"u8);
        _isKept |= HasToken(value, "keep-alive"u8);
        _connection = StringValues.Concat(_connection, text);
    }

    /// <summary>A second less than legacy says, so that the two do not cross.</summary>
    private void ReadKeepAlive(string text)
    {
        foreach (var parameter in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (parameter.Equals("max=0", StringComparison.OrdinalIgnoreCase))
                _isClosed = true;
            if (!parameter.StartsWith("timeout=", StringComparison.OrdinalIgnoreCase) || !int.TryParse(parameter.AsSpan("timeout=".Length), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
                continue;
            KeptFor = TimeSpan.FromSeconds(seconds - 1);
            _isClosed |= seconds <= 1;
        }
    }

    private void ClearFields()
    {
        (_isClosed, _isKept, _lengths, _length, _hasTransferEncoding, IsChunked) = (false, false, 0, null, false, false);
        (_connection, KeptFor, Status, Reason) = (default, null, 0, null);
    }

    /// <summary>Where the body ends hangs on it: nobody guesses.</summary>
    private static bool IsTokens(ReadOnlySpan<byte> list)
    {
        foreach (var range in list.Split((byte)','))
        {
            if (list[range].Trim(" \t"u8) is { IsEmpty: false } token && !HeaderName.IsName(token)) // RFC 9110 5.6.1.2
                return false;
        }

        return true;
    }

    private static bool HasToken(ReadOnlySpan<byte> list, ReadOnlySpan<byte> token)
    {
        foreach (var range in list.Split((byte)','))
        {
            if (Ascii.EqualsIgnoreCase(list[range].Trim(" \t"u8), token))
                return true;
        }

        return false;
    }

    private static HttpRequestException Invalid(string what) => new(HttpRequestError.InvalidResponse, $"Legacy answered with {what}.");

    private static HttpRequestException TooLong() => new(HttpRequestError.ConfigurationLimitExceeded, $"Legacy answered with headers of more than {Longest} bytes.");
}
