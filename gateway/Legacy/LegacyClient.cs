using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Strangler.Gateway.Cutover;

namespace Strangler.Gateway.Legacy;

/// <summary>The gateway's own questions to legacy, apart from what it passes on.</summary>
internal sealed class LegacyClient(CutoverState state) : IDisposable
{
    /// <summary>Its longest, a list of jobs, has a few KiB for each.</summary>
    private const int LongestAnswer = 16 << 20;

    // Legacy ends its clients one after the other on /api/cancel_all, up to 5 s each.
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false, MaxResponseDrainSize = 4096 })
    {
        Timeout = TimeSpan.FromMinutes(2),
        MaxResponseContentBufferSize = LongestAnswer,
    };

    /// <summary>The answer's JSON; null when legacy has no such route (Q3).</summary>
    /// <exception cref="HttpRequestException">Legacy cannot be reached.</exception>
    public async Task<T?> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var answer = await _client.GetAsync(Address(path), cancellationToken);
        return answer.IsSuccessStatusCode
            ? await JsonSerializer.DeserializeAsync(await answer.Content.ReadAsStreamAsync(cancellationToken), type, cancellationToken)
            : default;
    }

    /// <summary>The body of its 200, as it is; null for another answer.</summary>
    /// <exception cref="HttpRequestException">Legacy cannot be reached.</exception>
    public async Task<ReadOnlyMemory<byte>?> AskAsync(HttpMethod method, string path, CancellationToken cancellationToken)
    {
        using var question = new HttpRequestMessage(method, Address(path));
        using var answer = await _client.SendAsync(question, cancellationToken);
        return answer.StatusCode == HttpStatusCode.OK ? new(await answer.Content.ReadAsByteArrayAsync(cancellationToken)) : null;
    }

    /// <summary>Whether it gives any answer at all within a time, to a question of Engine.IO's that it refuses at once.</summary>
    public async Task<bool> AnswersAsync(TimeSpan within, TimeProvider time)
    {
        using var patience = new CancellationTokenSource(within, time);
        try
        {
            using var answer = await _client.GetAsync(Address("/socket.io/"), HttpCompletionOption.ResponseHeadersRead, patience.Token);
            return true;
        }
        catch (Exception ex) when (ex is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>The status of its answer.</summary>
    /// <exception cref="HttpRequestException">Legacy cannot be reached.</exception>
    public async Task<HttpStatusCode> PostAsync(string path, HttpContent? content, CancellationToken cancellationToken)
    {
        using var answer = await _client.PostAsync(Address(path), content, cancellationToken);
        return answer.StatusCode;
    }

    /// <exception cref="HttpRequestException">Legacy cannot be reached, or refuses.</exception>
    public async Task PostAsync(string path, CancellationToken cancellationToken)
    {
        using var answer = await _client.PostAsync(Address(path), content: null, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    public void Dispose() => _client.Dispose();

    private Uri Address(string path) =>
        new(state.Current.Legacy ?? throw new HttpRequestException("No address of legacy is configured."), path);
}
