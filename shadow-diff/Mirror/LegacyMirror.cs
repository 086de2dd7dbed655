using Microsoft.Extensions.Options;
using Strangler.ShadowDiff.Capture;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Mirror;

/// <summary>Sends a captured request to legacy as the client sent it, and reads a bounded answer.</summary>
internal sealed class LegacyMirror(ShadowGuard guard, IOptions<CaptureOptions> capture, IOptions<MirrorOptions> options) : IDisposable
{
    private readonly VerbatimClient _client = new(capture.Value.MaxBodyBytes, options.Value.Timeout);

    public async Task<CapturedResponse> SendAsync(CapturedExchange exchange, CancellationToken cancellationToken)
    {
        var captured = exchange.Request;
        using var request = VerbatimRequest.Create(
            exchange.Plan.LegacyAddress!, captured.Method, captured.RawTarget, captured.Headers, captured.HasBody ? captured.Body : null);
        request.Headers.TryAddWithoutValidation(ShadowGuard.HeaderName, guard.Value);
        return await _client.SendAsync(request, cancellationToken);
    }

    public void Dispose() => _client.Dispose();
}
