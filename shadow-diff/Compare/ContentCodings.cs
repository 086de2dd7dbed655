using System.Buffers.Binary;
using System.IO.Compression;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Compare;

/// <summary>Takes <c>gzip</c>, <c>deflate</c> and <c>br</c> off a body (RFC 9110 8.4), never to more than a limit of bytes.</summary>
internal static class ContentCodings
{
    /// <summary>Longer chains are an attack on whoever decodes them; no server sends one.</summary>
    private const int MaxCodings = 4;

    /// <summary>The codings in the order in which they were applied, lower-case, without <c>identity</c>.</summary>
    public static string[] Of(CapturedResponse response) =>
        response.Headers.TryGetValue("Content-Encoding", out var values)
            ? [.. values.ToString().ToLowerInvariant()
                .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Where(coding => coding != "identity")]
            : [];

    public static DecodedBody Decode(byte[] body, string[] codings, int limit)
    {
        var bytes = body;
        foreach (var coding in codings.Length <= MaxCodings ? codings.Reverse() : [""])
        {
            var copy = new BoundedCopy(limit);
            if (!TryInflate(bytes, coding, copy) || (!copy.IsOversize && IsCutOff(bytes, coding, copy.Length)))
                return new(body, DecodedState.Unreadable);

            if (copy.IsOversize)
                return new(body, DecodedState.TooLarge);

            bytes = copy.ToArray();
        }

        return new(bytes, DecodedState.Readable);
    }

    private static bool TryInflate(byte[] bytes, string coding, BoundedCopy copy)
    {
        try
        {
            using var stream = Open(new MemoryStream(bytes, writable: false), coding, bytes);
            var buffer = new byte[16 * 1024];
            while (stream is not null && !copy.IsOversize && stream.Read(buffer) is > 0 and var count)
                copy.Append(buffer.AsSpan(0, count));

            return stream is not null;
        }
        catch (Exception ex) when (ex is InvalidDataException or InvalidOperationException or IOException)
        {
            return false;
        }
    }

    private static Stream? Open(Stream stream, string coding, byte[] bytes) => coding switch
    {
        "gzip" or "x-gzip" => new GZipStream(stream, CompressionMode.Decompress),
        "br" => new BrotliStream(stream, CompressionMode.Decompress),
        "deflate" => IsZlib(bytes) ? new ZLibStream(stream, CompressionMode.Decompress) : new DeflateStream(stream, CompressionMode.Decompress),
        _ => null,
    };

    /// <summary>.NET reads a stream without its end in silence. A gzip file ends with its length (RFC 1952 2.3.1).</summary>
    private static bool IsCutOff(byte[] bytes, string coding, long length) => coding.EndsWith("gzip", StringComparison.Ordinal)
        && (bytes.Length < 18 || BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(^4..)) != (uint)length);

    /// <summary>The coding is named for deflate but is zlib (RFC 9110 8.4.1.2); some servers send it bare, and clients read both.</summary>
    private static bool IsZlib(byte[] bytes) => bytes is [var method, var flags, ..] && (method & 0x0F) == 8 && ((method << 8) | flags) % 31 == 0;
}

/// <summary>A body without its content codings, or the reason why they cannot be taken off.</summary>
/// <param name="Bytes">What a client reads; the body as sent where it cannot be read.</param>
/// <param name="State">Whether it could be read.</param>
internal readonly record struct DecodedBody(byte[] Bytes, DecodedState State)
{
    public static DecodedBody Of(CapturedResponse response, int limit) =>
        ContentCodings.Of(response) is { Length: > 0 } codings && response.Body.Length > 0
            ? ContentCodings.Decode(response.Body, codings, limit)
            : new(response.Body, DecodedState.Readable);
}

/// <summary>What came of taking the content codings off a body.</summary>
internal enum DecodedState
{
    /// <summary>It had none, or they are off.</summary>
    Readable,

    /// <summary>A coding that is not known here, or data that is none of that coding.</summary>
    Unreadable,

    /// <summary>It inflates beyond the limit.</summary>
    TooLarge,
}
