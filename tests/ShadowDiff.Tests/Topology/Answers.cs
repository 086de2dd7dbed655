using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace Strangler.ShadowDiff.Tests.Topology;

/// <summary>Ways in which a server sends an answer.</summary>
internal static class Answers
{
    private const int Large = 5 * 1024 * 1024;

    public static RequestDelegate Json(string body) => context =>
    {
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = System.Text.Encoding.UTF8.GetByteCount(body);
        return context.Response.WriteAsync(body);
    };

    /// <summary>Five megabytes in uneven pieces, length announced.</summary>
    public static async Task LargeStreamAsync(HttpContext context)
    {
        context.Response.ContentLength = Large;
        for (var sent = 0; sent < Large;)
        {
            var piece = Pattern(Math.Min(70_001, Large - sent), sent);
            await context.Response.Body.WriteAsync(piece);
            sent += piece.Length;
        }
    }

    public static async Task ChunkedAsync(HttpContext context)
    {
        await context.Response.WriteAsync("one,");
        await context.Response.Body.FlushAsync();
        await context.Response.WriteAsync("two");
    }

    public static async Task StartedFirstAsync(HttpContext context)
    {
        context.Response.Headers["X-Started"] = "yes";
        await context.Response.StartAsync();
        await context.Response.Body.WriteAsync("late"u8.ToArray());
        await context.Response.CompleteAsync();
    }

    /// <summary>Through the pipe, some of it never flushed: the server does that at the end.</summary>
    public static async Task PipeAsync(HttpContext context)
    {
        context.Response.BodyWriter.Write("flushed,"u8);
        await context.Response.BodyWriter.FlushAsync();
        var memory = context.Response.BodyWriter.GetMemory(16);
        "left"u8.CopyTo(memory.Span);
        context.Response.BodyWriter.Advance(2);
        context.Response.BodyWriter.Advance(2);
    }

    public static Task HeadersOnlyAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    public static Task NothingAsync(HttpContext context) => Task.CompletedTask;

    public static RequestDelegate File(string path, int length)
    {
        System.IO.File.WriteAllBytes(path, Pattern(length, 0));
        return context =>
        {
            context.Response.ContentLength = length - 10;
            return context.Response.SendFileAsync(path, 10, length - 10);
        };
    }

    /// <summary>Sends the request's body back.</summary>
    public static async Task EchoAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body.ToArray());
    }

    public static byte[] Pattern(int length, int seed)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}
