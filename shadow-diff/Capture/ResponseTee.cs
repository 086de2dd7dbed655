using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Capture;

/// <summary>Stands before the server's response body and keeps a copy of what is sent, by whichever of its ways.</summary>
/// <param name="inner">The server's.</param>
/// <param name="response">What is answered, whose head says how long the body is.</param>
/// <param name="limit">Bytes that are kept at most; of a longer body none. With 0 it only counts.</param>
public sealed class ResponseTee(IHttpResponseBodyFeature inner, HttpResponse response, int limit) : IHttpResponseBodyFeature
{
    private TeeStream? _stream;
    private TeePipeWriter? _writer;

    internal BoundedCopy Copy { get; } = new(limit, () => response.ContentLength);

    /// <summary>Bytes sent so far, kept or not.</summary>
    public long Length => Copy.Length;

    /// <inheritdoc/>
    public Stream Stream => _stream ??= new(inner.Stream, Copy);

    /// <inheritdoc/>
    public PipeWriter Writer => _writer ??= new(inner.Writer, Copy);

    /// <summary>Puts one before what a request's answer is written to.</summary>
    /// <param name="context">The request.</param>
    /// <param name="limit">Bytes that are kept at most.</param>
    public static ResponseTee Attach(HttpContext context, int limit)
    {
        var tee = new ResponseTee(context.Features.GetRequiredFeature<IHttpResponseBodyFeature>(), context.Response, limit);
        context.Features.Set<IHttpResponseBodyFeature>(tee);
        return tee;
    }

    /// <summary>Takes it away again.</summary>
    /// <param name="context">The request.</param>
    public void Detach(HttpContext context) => context.Features.Set(inner);

    /// <inheritdoc/>
    public void DisableBuffering() => inner.DisableBuffering();

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken = default) => inner.StartAsync(cancellationToken);

    /// <inheritdoc/>
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
