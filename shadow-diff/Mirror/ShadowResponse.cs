using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Mirror;

/// <summary>
/// A response that goes nowhere and behaves as Kestrel's does: callbacks, headers fixed once started, no body with HEAD, 204 or 304,
/// and exactly as many bytes as <c>Content-Length</c> says.
/// </summary>
internal sealed class ShadowResponse(string method, int limit) : IHttpResponseFeature, IHttpResponseBodyFeature
{
    private readonly HeaderDictionary _headers = [];
    private readonly Stack<(Func<object, Task> Callback, object State)> _onStarting = [];
    private readonly Stack<(Func<object, Task> Callback, object State)> _onCompleted = [];
    private int _status = StatusCodes.Status200OK;
    private string? _reason;
    private PipeWriter? _writer;
    private ShadowBodyStream? _stream;

    public BoundedCopy Copy { get; } = new(limit);

    public bool HasStarted { get; private set; }

    public int StatusCode
    {
        get => _status;
        set => _status = HasStarted ? throw Started() : value;
    }

    public string? ReasonPhrase
    {
        get => _reason;
        set => _reason = HasStarted ? throw Started() : value;
    }

    public IHeaderDictionary Headers
    {
        get => _headers;
        set => throw new NotSupportedException("The shadow's response keeps its own headers.");
    }

    public Stream Body { get => Stream; set => throw new NotSupportedException("Replace IHttpResponseBodyFeature instead."); }

    public Stream Stream => _stream ??= new(this);

    public PipeWriter Writer => _writer ??= PipeWriter.Create(Stream, new StreamPipeWriterOptions(leaveOpen: true));

    public void OnStarting(Func<object, Task> callback, object state) => _onStarting.Push(HasStarted ? throw Started() : (callback, state));

    public void OnCompleted(Func<object, Task> callback, object state) => _onCompleted.Push((callback, state));

    public void DisableBuffering()
    {
    }

    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        while (!HasStarted && _onStarting.TryPop(out var entry))
            await entry.Callback(entry.State);

        HasStarted = true;
        _headers.IsReadOnly = true;
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await StartAsync(cancellationToken);
        if (!Framing.AllowsBody(method, StatusCode))
        {
            RefuseBody(bytes.Length);
            return;
        }

        if (_headers.ContentLength < Copy.Length + bytes.Length)
            throw new InvalidOperationException($"Response Content-Length mismatch: too many bytes written (more than {_headers.ContentLength}).");

        Copy.Append(bytes.Span);
        if (Copy.IsOversize)
            throw new OversizeException(limit);
    }

    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) =>
        SendFileFallback.SendFileAsync(Stream, path, offset, count, cancellationToken);

    /// <summary>Ends the response as the server does when the application returns.</summary>
    public async Task CompleteAsync()
    {
        if (_writer is not null)
            await _writer.FlushAsync();

        await StartAsync();
        if (Framing.AllowsBody(method, StatusCode) && _headers.ContentLength > Copy.Length)
            throw new InvalidOperationException($"Response Content-Length mismatch: too few bytes written ({Copy.Length} of {_headers.ContentLength}).");
    }

    /// <summary>Runs what the application asked for after the response: its services are disposed of here.</summary>
    public async Task RunCompletedAsync()
    {
        while (_onCompleted.TryPop(out var entry))
            await entry.Callback(entry.State);
    }

    private void RefuseBody(int length)
    {
        if (length > 0 && !Framing.IsHead(method))
            throw new InvalidOperationException($"Writing to the response body is invalid for responses with status code {StatusCode}.");
    }

    private static InvalidOperationException Started() => new("The response has already started.");
}
