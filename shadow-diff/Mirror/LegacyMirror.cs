using System.Text;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Strangler.ShadowDiff.Capture;

namespace Strangler.ShadowDiff.Mirror;

/// <summary>Sends a captured request to legacy as the client sent it, and reads a bounded answer.</summary>
internal sealed class LegacyMirror(ShadowGuard guard, IOptions<ShadowDiffOptions> options) : IDisposable
{
    private readonly int _limit = options.Value.MaxBodyBytes;
    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        AutomaticDecompression = System.Net.DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        ConnectTimeout = options.Value.Timeout,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        RequestHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
        ResponseHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
    });

    public async Task<CapturedResponse> SendAsync(CapturedExchange exchange, CancellationToken cancellationToken)
    {
        using var request = MirrorRequest.Create(exchange, guard.Value);
        using var response = await _client.SendAsync(request, cancellationToken);
        var body = await ReadAsync(response.Content, cancellationToken);
        return new((int)response.StatusCode, response.ReasonPhrase ?? "", Headers(response), body);
    }

    public void Dispose() => _client.Dispose();

    private async Task<byte[]> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var copy = new BoundedCopy(_limit);
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[16 * 1024];
        int count;
        while ((count = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            copy.Append(buffer.AsSpan(0, count));
            if (copy.IsOversize)
            {
                throw new OversizeException(_limit);
            }
        }

        return copy.ToArray();
    }

    private static Dictionary<string, StringValues> Headers(HttpResponseMessage response)
    {
        var headers = new Dictionary<string, StringValues>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, values) in response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated))
        {
            headers[name] = StringValues.Concat(headers.GetValueOrDefault(name), values.ToArray());
        }

        return headers;
    }
}
