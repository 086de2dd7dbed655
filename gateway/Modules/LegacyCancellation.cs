using Strangler.Gateway.Cutover;
using Strangler.Services.Stop;

namespace Strangler.Gateway.Modules;

/// <summary>Cancels the jobs where they run: at legacy, by its own <c>/api/cancel_all</c> (contract 5).</summary>
internal sealed class LegacyCancellation(CutoverState state) : IBackupCancellation, IDisposable
{
    // Legacy ends its clients one after the other, up to 5 s each.
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false }) { Timeout = TimeSpan.FromMinutes(2) };

    /// <exception cref="HttpRequestException">Legacy is down, or started as a script without that route (Q3).</exception>
    public async Task CancelAllAsync(CancellationToken cancellationToken)
    {
        var legacy = state.Current.Legacy ?? throw new HttpRequestException("No address of legacy is configured.");
        using var answer = await _client.PostAsync(new Uri(legacy, "/api/cancel_all"), content: null, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    public void Dispose() => _client.Dispose();
}
