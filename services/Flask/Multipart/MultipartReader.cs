using System.Buffers;
using System.Text;

namespace Strangler.Services.Flask.Multipart;

/// <summary>
/// Reads a form of <c>multipart/form-data</c> part by part, never holding more than one buffer, with the results of Werkzeug 2.2.2
/// however the bytes arrive. Why a form is refused is told by <see cref="Problem"/>; exceptions come from the stream.
/// </summary>
/// <param name="boundary">That of <see cref="BoundaryOf"/>; without one the form is malformed.</param>
internal sealed class MultipartReader(Stream body, byte[]? boundary, MultipartLimits limits) : IDisposable
{
    /// <summary>Flask's limit.</summary>
    public const int MaxParts = 1000;

    private readonly MultipartScanner _scanner = new(boundary ?? []);
    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(limits.Buffer);
    private int _start;
    private int _end;
    private bool _isLast;
    private bool _isInPart;
    private int _parts;
    private int _fieldBytes;

    /// <summary>Why there are no more parts; null while there may be more, and for a form that ended properly.</summary>
    public MultipartProblem? Problem { get; private set; } = boundary is null ? MultipartProblem.Malformed : null;

    /// <summary>The boundary of a Content-Type, null where legacy finds none.</summary>
    public static byte[]? BoundaryOf(string? contentType) =>
        contentType is not null && OptionsHeader.Parse(contentType.TrimStart()) is { Problem: null } options
        && options["boundary"] is { Length: > 0 } boundary && Ascii.IsValid(boundary)
            ? Encoding.ASCII.GetBytes(boundary)
            : null;

    /// <summary>Skips what is left of the current part. Null at the end of the form and when there is a problem.</summary>
    public async ValueTask<MultipartPart?> ReadPartAsync(CancellationToken cancellationToken)
    {
        while (_isInPart)
            await ReadContentAsync(cancellationToken);
        var token = await NextAsync(cancellationToken);
        if (Problem is not null || token.Type == MultipartTokenType.End)
            return null;
        var part = PartHeaders.Read(_buffer.AsSpan(_start - token.Consumed, token.Length), out var problem);
        Problem = problem ?? (++_parts > MaxParts ? MultipartProblem.TooManyParts : null);
        _isInPart = Problem is null && (part!.IsFile || Hold(token.Length));
        return _isInPart ? part : null;
    }

    /// <summary>The next bytes of the current part, valid until the next call. Empty at its end and when there is a problem.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> ReadContentAsync(CancellationToken cancellationToken)
    {
        if (!_isInPart)
            return default;
        var token = await NextAsync(cancellationToken);
        _isInPart = token.Type == MultipartTokenType.Content;
        return _buffer.AsMemory(_start - token.Consumed, token.Length);
    }

    /// <summary>The whole text of the current part. Null when there is a problem.</summary>
    public async ValueTask<string?> ReadTextAsync(MultipartPart part, CancellationToken cancellationToken)
    {
        var bytes = new ArrayBufferWriter<byte>();
        while (await ReadContentAsync(cancellationToken) is { IsEmpty: false } content && Hold(content.Length))
            bytes.Write(content.Span);
        return Problem is null ? Decode(bytes.WrittenSpan, part.ContentType) : null;
    }

    /// <summary>Reads up to <paramref name="limit"/> bytes of the rest of the form, so that the client can receive an answer.</summary>
    public async ValueTask SkipRestAsync(long limit, CancellationToken cancellationToken)
    {
        while (!_isLast && limit > 0)
        {
            var read = await body.ReadAsync(_buffer, cancellationToken);
            _isLast = read == 0;
            limit -= read;
        }
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    private async ValueTask<MultipartToken> NextAsync(CancellationToken cancellationToken)
    {
        while (Problem is null)
        {
            var token = _scanner.Read(_buffer.AsSpan(_start.._end), _isLast);
            _start += token.Consumed;
            if (token.Type != MultipartTokenType.None)
                return token;
            if (token.Consumed == 0)
                await FillAsync(cancellationToken);
        }

        return default;
    }

    /// <summary>Fills the buffer, so that content comes in few, large pieces.</summary>
    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        _buffer.AsSpan(_start.._end).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        var free = _buffer.AsMemory(_end, limits.Buffer - _end);
        if (free.IsEmpty || _isLast)
        {
            Problem = _isLast ? MultipartProblem.Malformed : MultipartProblem.TooLarge;
            return;
        }

        var read = await body.ReadAtLeastAsync(free, free.Length, throwOnEndOfStream: false, cancellationToken);
        _isLast = read < free.Length;
        _end += read;
    }

    private bool Hold(int bytes)
    {
        if (bytes > limits.Fields - _fieldBytes)
            Problem = MultipartProblem.TooLarge;
        _fieldBytes += bytes;
        return Problem is null;
    }

    private string? Decode(ReadOnlySpan<byte> text, string? contentType)
    {
        var options = OptionsHeader.Parse(contentType ?? "");
        var encoding = options["charset"] is { } name && text.Length > 0 ? Charset.Find(name) : Encoding.UTF8;
        Problem = options.Problem ?? (encoding is null ? MultipartProblem.UnknownCharset : null);
        return Problem is null ? encoding!.GetString(text) : null;
    }
}
