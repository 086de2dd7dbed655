using Microsoft.AspNetCore.Http;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Capture;

/// <summary>Keeps a copy of the request body as the answering side reads it.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1001", Justification = "The tee owns neither stream; the server ends the body.")]
internal sealed class RequestTee
{
    private readonly Stream _inner;
    private readonly TeeStream _stream;
    private readonly long? _announced;

    private RequestTee(HttpRequest request, int limit)
    {
        Copy = new(limit);
        _inner = request.Body;
        _stream = new(_inner, Copy);
        _announced = request.ContentLength;
        request.Body = _stream;
    }

    public BoundedCopy Copy { get; }

    /// <summary>Whether the whole body has been seen.</summary>
    public bool IsComplete => _stream.ReachedEnd || Copy.Length == _announced;

    public static RequestTee? Attach(HttpRequest request, int limit) => CapturedRequest.AnnouncesBody(request) ? new(request, limit) : null;

    public void Detach(HttpRequest request) => request.Body = _inner;

    /// <summary>Reads on to the end or past the cap. The client has its whole answer by then.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[4096];
        while (!IsComplete && !Copy.IsOversize && await _stream.ReadAsync(buffer, cancellationToken) > 0)
        {
        }
    }
}
