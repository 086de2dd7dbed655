using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Capture;

/// <summary>Stands before the server's response body and keeps a copy of what is sent, by whichever of its ways.</summary>
internal sealed class ResponseTee(IHttpResponseBodyFeature inner, int limit) : IHttpResponseBodyFeature
{
    private TeeStream? _stream;
    private TeePipeWriter? _writer;

    public BoundedCopy Copy { get; } = new(limit);

    public Stream Stream => _stream ??= new(inner.Stream, Copy);

    public PipeWriter Writer => _writer ??= new(inner.Writer, Copy);

    public static ResponseTee Attach(HttpContext context, int limit)
    {
        var tee = new ResponseTee(context.Features.GetRequiredFeature<IHttpResponseBodyFeature>(), limit);
        context.Features.Set<IHttpResponseBodyFeature>(tee);
        return tee;
    }

    public void Detach(HttpContext context) => context.Features.Set(inner);

    public void DisableBuffering() => inner.DisableBuffering();

    public Task StartAsync(CancellationToken cancellationToken = default) => inner.StartAsync(cancellationToken);

    public Task CompleteAsync() => inner.CompleteAsync();

    /// <summary>A small file goes through the stream, which is what Kestrel itself does; a large one keeps the server's own way.</summary>
    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default)
    {
        var length = count ?? (new FileInfo(path) is { Exists: true } file ? file.Length - offset : 0);
        if (length <= limit)
            return SendFileFallback.SendFileAsync(Stream, path, offset, count, cancellationToken);

        Copy.Skip(length);
        return inner.SendFileAsync(path, offset, count, cancellationToken);
    }
}
