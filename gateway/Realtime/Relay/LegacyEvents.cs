using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Strangler.Services.Backups.Notices;

namespace Strangler.Gateway.Realtime.Relay;

/// <summary>
/// The gateway as one client of legacy's Socket.IO (contract 9): it hears what legacy tells every page, and can ask for a job of legacy's.
/// </summary>
internal sealed class LegacyEvents : IDisposable
{
    /// <summary>Longer messages than this legacy does not send; one ends the connection.</summary>
    private const int LongestMessage = 16 << 20;

    private const string Pong = "3";
    private const string Connect = "40";

    private static readonly TimeSpan PauseAfterRefusal = TimeSpan.FromSeconds(5);

    // Legacy pings every 10 s and gives a client 20 s to answer (contract 9.1).
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<int, Question> _questions = new();
    private readonly ClientWebSocket _socket;
    private readonly ArrayBufferWriter<byte> _message = new();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly TimeProvider _time;
    private int _lastQuestion;
    private volatile bool _isConnected;

    private LegacyEvents(ClientWebSocket socket, TimeProvider time) => (_socket, _time) = (socket, time);

    /// <exception cref="WebSocketException">Legacy cannot be reached, or does not take the socket.</exception>
    public static async Task<LegacyEvents> OpenAsync(Uri legacy, TimeProvider time, CancellationToken cancellationToken)
    {
        var socket = new ClientWebSocket();
        try
        {
            socket.Options.Proxy = null;
            socket.Options.KeepAliveInterval = TimeSpan.Zero; // Engine.IO has a heartbeat of its own.
            var address = new UriBuilder(new Uri(legacy, "/socket.io/?EIO=4&transport=websocket")) { Scheme = legacy.Scheme == Uri.UriSchemeHttps ? Uri.UriSchemeWss : Uri.UriSchemeWs };
            await socket.ConnectAsync(address.Uri, cancellationToken);
            return new LegacyEvents(socket, time);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Hears legacy until the connection ends.</summary>
    /// <exception cref="WebSocketException">It broke.</exception>
    /// <exception cref="TimeoutException">Legacy has been silent for too long.</exception>
    public async Task ListenAsync(Action<Notice> hear, CancellationToken cancellationToken)
    {
        while (await ReadAsync(cancellationToken) is { } packet)
            await TakeAsync(packet, hear, cancellationToken);
    }

    /// <summary>Asks for the status of a job, which changes nothing at legacy (contract 9.4).</summary>
    /// <returns>The JSON of <c>status</c> as legacy wrote it; null while legacy has not let the gateway in.</returns>
    /// <exception cref="WebSocketException">The connection broke.</exception>
    public async Task<ReadOnlyMemory<byte>?> AskAsync(string jobId, CancellationToken cancellationToken)
    {
        if (!_isConnected)
            return null;

        var id = Interlocked.Increment(ref _lastQuestion);
        var question = new Question(jobId);
        _questions[id] = question;
        try
        {
            await SendAsync(string.Create(CultureInfo.InvariantCulture, $"42{id}[\"request_status\",{{\"job_id\":\"{JsonEncodedText.Encode(jobId)}\"}}]"), cancellationToken);
            return await question.Answered.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            _questions.TryRemove(id, out _);
        }
    }

    public void Dispose()
    {
        _isConnected = false;
        foreach (var (_, question) in _questions)
            question.Answered.TrySetResult(null);
        _socket.Dispose();
        _turn.Dispose();
    }

    private async Task TakeAsync(ReadOnlyMemory<byte> packet, Action<Notice> hear, CancellationToken cancellationToken)
    {
        switch ((char)packet.Span[0], packet.Length > 1 ? (char)packet.Span[1] : ' ')
        {
            case ('0', _):
                await SendAsync(Connect, cancellationToken);
                break;
            case ('2', _):
                await SendAsync(Pong, cancellationToken);
                break;
            case ('4', '0'):
                _isConnected = true;
                break;
            case ('4', '4'):
                // More clients than legacy takes (contract 9.3); the transport stays, and a place may become free.
                await Task.Delay(PauseAfterRefusal, _time, cancellationToken);
                await SendAsync(Connect, cancellationToken);
                break;
            case ('4', '2'):
                Hear(packet[2..], hear);
                break;
            case ('4', '3'):
                Answer(packet.Span[2..]);
                break;
        }
    }

    private void Hear(ReadOnlyMemory<byte> json, Action<Notice> hear)
    {
        if (SocketEvent.TryRead(json, out var name, out var payload))
        {
            if (name == "status_response")
                Remember(payload);
            else if (SocketEvent.IsNotice(name))
                hear(new Notice(name, payload) { IsForeign = true });
        }
    }

    // The answer is an event, and the acknowledgement after it says whose.
    private void Remember(ReadOnlyMemory<byte> payload)
    {
        using var document = JsonDocument.Parse(payload);
        if (document.RootElement.TryGetProperty("status", out var status) && document.RootElement.TryGetProperty("job_id", out var job) && job.ValueKind == JsonValueKind.String)
        {
            foreach (var (_, question) in _questions)
            {
                if (job.ValueEquals(question.JobId))
                    question.Status = Encoding.UTF8.GetBytes(status.GetRawText());
            }
        }
    }

    private void Answer(ReadOnlySpan<byte> packet)
    {
        if (System.Buffers.Text.Utf8Parser.TryParse(packet, out int id, out _) && _questions.TryGetValue(id, out var question))
            question.Answered.TrySetResult(question.Status);
    }

    private async Task SendAsync(string packet, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await _socket.SendAsync(Encoding.UTF8.GetBytes(packet), WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>The next packet, of at least one byte; null when legacy has closed the socket.</summary>
    private async Task<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellationToken)
    {
        using var silence = new CancellationTokenSource(LongestSilence, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, cancellationToken);
        try
        {
            do
            {
                _message.ResetWrittenCount();
                ValueWebSocketReceiveResult part;
                do
                {
                    part = await _socket.ReceiveAsync(_message.GetMemory(4096), either.Token);
                    if (part.MessageType == WebSocketMessageType.Close)
                        return null;
                    _message.Advance(part.Count);
                    if (_message.WrittenCount > LongestMessage)
                        throw new WebSocketException("a message is too long");
                }
                while (!part.EndOfMessage);
            }
            while (_message.WrittenCount == 0);
            return _message.WrittenMemory.ToArray();
        }
        catch (OperationCanceledException) when (silence.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"not a word for {LongestSilence.TotalSeconds:0} s");
        }
    }

    private sealed class Question(string jobId)
    {
        public string JobId => jobId;

        public ReadOnlyMemory<byte>? Status { get; set; }

        public TaskCompletionSource<ReadOnlyMemory<byte>?> Answered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
