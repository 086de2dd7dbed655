using System.IO.Compression;
using Microsoft.AspNetCore.Http;

namespace Strangler.Services.Realtime.EngineIo;

/// <summary>Compresses what a poll is answered, as legacy does: from a kilobyte on, by the first coding that the client names and legacy knows (contract 9.1).</summary>
internal static class EngineCompression
{
    private const int Threshold = 1024;

    /// <summary>The body to send; sets its coding.</summary>
    public static ReadOnlyMemory<byte> Apply(HttpContext context, ReadOnlyMemory<byte> body)
    {
        if (body.Length < Threshold || CodingOf(context.Request) is not { } coding)
            return body;
        context.Response.Headers.ContentEncoding = coding;
        using var compressed = new MemoryStream();
        using (Stream compressor = coding == "gzip" ? new GZipStream(compressed, CompressionLevel.Fastest) : new ZLibStream(compressed, CompressionLevel.Fastest))
            compressor.Write(body.Span);
        return compressed.ToArray();
    }

    private static string? CodingOf(HttpRequest request) =>
        request.Headers.AcceptEncoding.ToString().Split(',').Select(static named => named.Split(';')[0].Trim()).FirstOrDefault(static coding => coding is "gzip" or "deflate");
}
