using System.Buffers;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Strangler.Services.Flask.Files;

/// <summary>A file as Werkzeug sends it (contract 3.5): inline, revalidated by ETag or date, in one range if asked.</summary>
internal sealed class FileAnswer(SentFile file, FileVersions versions)
{
    private const int ChunkBytes = 64 * 1024;

    private readonly FileVersion _version = versions.Of(file);

    public Task SendAsync(HttpContext context)
    {
        // Werkzeug evaluates conditions for these two only, spelled exactly like this.
        if (context.Request.Method is not ("GET" or "HEAD"))
            return SendWholeAsync(context, StatusCodes.Status200OK);
        var conditions = new FileConditions(context.Request.Headers, _version);
        if (conditions.Range is { } range)
            return SendPartAsync(context, range);
        return conditions.Status == StatusCodes.Status304NotModified ? SendNotModified(context) : SendWholeAsync(context, conditions.Status);
    }

    private Task SendNotModified(HttpContext context)
    {
        Answer.SetStatus(context, StatusCodes.Status304NotModified);
        SetCommonHeaders(context);
        return Task.CompletedTask;
    }

    private Task SendWholeAsync(HttpContext context, int status)
    {
        Answer.SetStatus(context, status);
        return SendBodyAsync(context, 0, _version.Length);
    }

    private Task SendPartAsync(HttpContext context, ByteRange range)
    {
        Answer.SetStatus(context, StatusCodes.Status206PartialContent);
        context.Response.Headers.AcceptRanges = "bytes";
        context.Response.Headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes {range.Start}-{range.End - 1}/{_version.Length}");
        return SendBodyAsync(context, range.Start, range.End - range.Start);
    }

    private Task SendBodyAsync(HttpContext context, long offset, long count)
    {
        SetCommonHeaders(context);
        var response = context.Response;
        response.Headers.ContentType = file.Type;
        if (file.Encoding is not null)
            response.Headers.ContentEncoding = file.Encoding;
        response.Headers.LastModified = HeaderUtilities.FormatDate(_version.LastModified);
        response.ContentLength = count;
        return count == 0 || Answer.HasNoBody(context.Request)
            ? Task.CompletedTask
            : CopyAsync(context, file.Target, offset, count);
    }

    /// <summary>As the server sends a file itself, but that each reading shows.</summary>
    private static async Task CopyAsync(HttpContext context, string path, long offset, long count)
    {
        var (body, reads, aborted) = (context.Response.Body, context.Features.Get<DiskReads>() ?? new DiskReads(), context.RequestAborted);
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0, FileOptions.Asynchronous | FileOptions.SequentialScan);
        file.Seek(offset, SeekOrigin.Begin);
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(count, ChunkBytes));
        try
        {
            while (count > 0)
            {
                var read = await reads.ReadAsync(file, buffer.AsMemory(0, (int)Math.Min(count, buffer.Length)), aborted);
                if (read == 0)
                    return; // it was cut off meanwhile: the server ends the connection, as the length says more

                await body.WriteAsync(buffer.AsMemory(0, read), aborted);
                count -= read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void SetCommonHeaders(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentDisposition = ContentDisposition.Inline(file.Name);
        headers.CacheControl = "no-cache";
        headers.ETag = $"\"{_version.Tag}\"";
        Cors.Apply(context);
    }
}
