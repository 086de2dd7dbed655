using System.Text;
using System.Text.Json;

namespace Strangler.CommandLine.Parity.Jobs;

/// <summary>Listens to the events of a side over Engine.IO's polling, as a page without WebSocket does.</summary>
internal sealed class EventListener : IAsyncDisposable
{
    private const char Separator = '\u001e';

    private readonly HttpClient _client;
    private readonly string _session;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<(string Name, string Packet)> _events = [];
    private readonly string? _servedBy;
    private Task _listening = Task.CompletedTask;

    private EventListener(HttpClient client, string session, string? servedBy) => (_client, _session, _servedBy) = (client, session, servedBy);

    /// <summary>Null where nobody answers as Engine.IO does.</summary>
    public static async Task<EventListener?> OpenAsync(Uri address, CancellationToken cancellationToken)
    {
        var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(60), MaxResponseContentBufferSize = 64 << 20 };
        try
        {
            using var answer = await client.GetAsync("/socket.io/?EIO=4&transport=polling", cancellationToken);
            var text = await answer.Content.ReadAsStringAsync(cancellationToken);
            if (answer.IsSuccessStatusCode && text is ['0', '{', ..] && JsonDocument.Parse(text[1..]).RootElement.GetProperty("sid").GetString() is { } sid)
            {
                var listener = new EventListener(client, $"/socket.io/?EIO=4&transport=polling&sid={Uri.EscapeDataString(sid)}", answer.Headers.TryGetValues("X-Served-By", out var side) ? side.Single() : null);
                await listener.SendAsync("40", cancellationToken);
                listener._listening = listener.ListenAsync();
                return listener;
            }
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException or KeyNotFoundException)
        {
        }

        client.Dispose();
        return null;
    }

    /// <summary>The names of the events that came and are about the job or its file, or about nothing, each once, in the order of their first.</summary>
    public HeardEvents Heard(string job, string file)
    {
        lock (_events)
        {
            string[] names = [.. _events.Where(heard => heard.Name == "status" || heard.Packet.Contains(job, StringComparison.Ordinal) || heard.Packet.Contains(file, StringComparison.Ordinal)).Select(heard => heard.Name).Distinct()];
            return new(names, _servedBy);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _listening;
        _client.Dispose();
        _stop.Dispose();
    }

    private async Task ListenAsync()
    {
        try
        {
            while (true)
            {
                foreach (var packet in (await _client.GetStringAsync(_session, _stop.Token)).Split(Separator))
                {
                    if (packet == "2")
                        await SendAsync("3", _stop.Token);
                    else if (packet.StartsWith("42[\"", StringComparison.Ordinal))
                        Add(packet);
                }
            }
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            // What came until then is what was heard.
        }
    }

    private void Add(string packet)
    {
        lock (_events)
            _events.Add((packet[4..packet.IndexOf('"', 4)], packet));
    }

    private async Task SendAsync(string packet, CancellationToken cancellationToken)
    {
        using var content = new StringContent(packet, Encoding.UTF8, "text/plain");
        using var answer = await _client.PostAsync(_session, content, cancellationToken);
    }
}

/// <summary>What was heard.</summary>
/// <param name="Names">Of the events.</param>
/// <param name="ServedBy">The side that the gateway named; null where it names none.</param>
internal sealed record HeardEvents(IReadOnlyList<string> Names, string? ServedBy);
