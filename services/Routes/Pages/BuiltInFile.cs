using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Strangler.Services.Flask;

namespace Strangler.Services.Routes.Pages;

/// <summary>A script that is part of the program, for web folders that have none of its name. Sent like a file, less ranges and dates.</summary>
internal sealed class BuiltInFile
{
    /// <summary>socket.io-client's face for the WebSocket hub (docs/realtime.md), and the same for pages that import <c>io</c> from a module.</summary>
    public static readonly IReadOnlyList<BuiltInFile> All =
    [
        new("ws_adapter.js", Read("ws_adapter.js")),
        new("ws_adapter.mjs", [.. Read("ws_adapter.js"), .. "\nexport const io = globalThis.io;\nexport default io;\n"u8]),
    ];

    private readonly byte[] _content;
    private readonly string _tag;

    private BuiltInFile(string name, byte[] content) => (Name, _content, _tag) = (name, content, $"\"{Convert.ToHexStringLower(SHA256.HashData(content)[..10])}\"");

    public string Name { get; }

    /// <summary>Null for every other name.</summary>
    public static BuiltInFile? Find(string name) => All.FirstOrDefault(file => file.Name == name);

    public Task SendAsync(HttpContext context)
    {
        var response = context.Response;
        response.Headers.ETag = _tag;
        response.Headers.CacheControl = "no-cache";
        Cors.Apply(context);
        if (context.Request.Headers.IfNoneMatch.Contains(_tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        response.Headers.ContentType = "application/javascript; charset=utf-8";
        response.ContentLength = _content.Length;
        return Answer.HasNoBody(context.Request) ? Task.CompletedTask : response.Body.WriteAsync(_content, 0, _content.Length);
    }

    private static byte[] Read(string name)
    {
        using var stream = typeof(BuiltInFile).Assembly.GetManifestResourceStream(name)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
