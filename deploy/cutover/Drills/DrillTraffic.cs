using System.Collections.Concurrent;

namespace Strangler.CommandLine.Drills;

/// <summary>One answer that a client got.</summary>
/// <param name="Sent">When the request was sent.</param>
/// <param name="Status">Of the answer; null where none came.</param>
/// <param name="Body">As text; why none came.</param>
/// <param name="Took">Until it was there.</param>
internal sealed record Reply(DateTimeOffset Sent, int? Status, string Body, TimeSpan Took);

/// <summary>Clients that ask at a steady pace, whatever the answers are, and keep them.</summary>
internal sealed class DrillTraffic : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly ConcurrentQueue<Reply> _replies = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly HttpClient _client;
    private readonly TimeProvider _time;
    private readonly Task _sending;

    /// <param name="address">The gateway's public port.</param>
    /// <param name="request">Makes a request of its number.</param>
    /// <param name="interval">Time from one to the next.</param>
    /// <param name="time">The clock.</param>
    public DrillTraffic(Uri address, Func<int, HttpRequestMessage> request, TimeSpan interval, TimeProvider time)
    {
        (_client, _time) = (new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { BaseAddress = address, Timeout = Patience, MaxResponseContentBufferSize = 64 << 20 }, time);
        _sending = SendAllAsync(request, interval);
    }

    /// <summary>Ends it; all that was sent was answered then.</summary>
    public async Task<IReadOnlyList<Reply>> StopAsync()
    {
        await _stop.CancelAsync();
        await _sending;
        return [.. _replies];
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _client.Dispose();
        _stop.Dispose();
    }

    private async Task SendAllAsync(Func<int, HttpRequestMessage> request, TimeSpan interval)
    {
        var under = new List<Task>();
        using var timer = new PeriodicTimer(interval, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
                under.Add(SendAsync(request(under.Count)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(under);
        }
    }

    private async Task SendAsync(HttpRequestMessage request)
    {
        var (sent, start) = (_time.GetUtcNow(), _time.GetTimestamp());
        try
        {
            using (request)
            {
                using var response = await _client.SendAsync(request);
                Keep((int)response.StatusCode, await response.Content.ReadAsStringAsync());
            }
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException or IOException)
        {
            Keep(null, exception.Message);
        }

        void Keep(int? status, string body) => _replies.Enqueue(new(sent, status, body, _time.GetElapsedTime(start)));
    }
}
