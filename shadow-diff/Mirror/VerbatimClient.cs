using System.Text;
using Microsoft.Extensions.Primitives;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Mirror;

/// <summary>Sends a request as it stands (no cookies, redirects, proxy or decompression of its own) and reads a bounded answer.</summary>
/// <param name="limit">The longest body, in bytes.</param>
/// <param name="connectTimeout">The longest wait for a connection.</param>
public sealed class VerbatimClient(int limit, TimeSpan connectTimeout) : IDisposable
{
    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        AutomaticDecompression = System.Net.DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        ConnectTimeout = connectTimeout,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        RequestHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
        ResponseHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
    });

    /// <exception cref="OversizeException">The body is longer than the limit.</exception>
    /// <exception cref="HttpRequestException">No connection, or no HTTP.</exception>
    /// <exception cref="IOException">The connection ended within the body.</exception>
    public async Task<CapturedResponse> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var response = await _client.SendAsync(request, cancellationToken);
        var body = await ReadAsync(response.Content, cancellationToken);
        return new((int)response.StatusCode, response.ReasonPhrase ?? "", Headers(response), body);
    }

    public void Dispose() => _client.Dispose();

    private async Task<byte[]> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var copy = new BoundedCopy(limit);
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[16 * 1024];
        int count;
        while ((count = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            copy.Append(buffer.AsSpan(0, count));
            if (copy.IsOversize)
                throw new OversizeException(limit);
        }

        return copy.ToArray();
    }

    private static Dictionary<string, StringValues> Headers(HttpResponseMessage response)
    {
        var headers = new Dictionary<string, StringValues>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, values) in response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated))
            headers[name] = StringValues.Concat(headers.GetValueOrDefault(name), values.ToArray());

        return headers;
    }
}

/// <summary>A side's body is above the cap.</summary>
public sealed class OversizeException(int limit) : Exception($"The answer is longer than {limit} bytes.");
