using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Strangler.Benchmarks.Soak;

/// <summary>
/// A client of the gateway whose every request must be answered, and answered well; only what legacy itself was to answer while it was down may fail.
/// One that is not answered at all has met a deadlock.
/// </summary>
internal sealed class SoakClient : IDisposable
{
    /// <summary>One route's latency is told: of all together it would depend on where the routes stand.</summary>
    private const string Timed = "/api/status";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly RestartingLegacy _legacy;
    private readonly SoakLedger _ledger;
    private readonly HttpClient _client;

    public SoakClient(Uri gateway, IPAddress from, RestartingLegacy legacy, SoakLedger ledger)
    {
        (_legacy, _ledger) = (legacy, ledger);
        _client = new HttpClient(new SocketsHttpHandler { UseCookies = false, ConnectCallback = (context, token) => ConnectAsync(from, context.DnsEndPoint, token) }) { BaseAddress = gateway };
    }

    /// <summary>Null when it went wrong, which is counted.</summary>
    /// <param name="mayBeRefused">Whether an answer 4xx is in order.</param>
    public async Task<SoakAnswer?> AskAsync(HttpMethod method, string path, HttpContent? content = null, bool mayBeRefused = false)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        using var patience = new CancellationTokenSource(Patience);
        var started = Stopwatch.GetTimestamp();
        var side = "nobody";
        try
        {
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            side = response.Headers.TryGetValues("X-Served-By", out var values) ? values.First() : side;
            var body = await response.Content.ReadAsStringAsync(patience.Token);
            if (!response.IsSuccessStatusCode && !(mayBeRefused && (int)response.StatusCode < 500))
                Failed($"{(int)response.StatusCode} {body[..Math.Min(200, body.Length)]}");
            else if (side == "modern" && path == Timed)
                _ledger.Took(Stopwatch.GetElapsedTime(started));
            return response.IsSuccessStatusCode ? new(body, side == "modern") : null;
        }
        catch (OperationCanceledException)
        {
            Failed($"no answer within {Patience.TotalSeconds} s");
            return null;
        }
        catch (Exception ex) when (ex is HttpRequestException or IOException)
        {
            Failed(ex.Message);
            return null;
        }
        finally
        {
            _ledger.Count(Figure.Requests);
        }

        void Failed(string words) =>
            _ledger.Fault(side.StartsWith("legacy", StringComparison.Ordinal) && _legacy.WasDownSince(started) ? Figure.Excused : Figure.Failed, $"{method} {path}, served by {side}: {words}");
    }

    public void Dispose() => _client.Dispose();

    private static async ValueTask<Stream> ConnectAsync(IPAddress from, DnsEndPoint to, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.Bind(new IPEndPoint(from, 0));
            await socket.ConnectAsync(IPAddress.Parse(to.Host), to.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>An answer 2xx.</summary>
/// <param name="IsModern">Whether modern gave it.</param>
internal sealed record SoakAnswer(string Body, bool IsModern);
