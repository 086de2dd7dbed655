using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using Strangler.Services.Backups.Notices;

namespace Strangler.Gateway.Realtime.Relay;

/// <summary>
/// The gateway as one client of legacy's Socket.IO (contract 9): it hears what legacy tells every page, and can ask what a page can ask.
/// </summary>
internal sealed class LegacyEvents : IDisposable
{
    /// <summary>Longer messages than this legacy does not send; one ends the connection.</summary>
    private const int LongestMessage = 16 << 20;

    private const string Pong = "3";
    private const string Connect = "40";

    private static readonly TimeSpan PauseAfterRefusal = TimeSpan.FromSeconds(5);

    /// <summary>Legacy answers at once, unless it is busy.</summary>
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(1);

    // Legacy pings every 10 s and gives a client 20 s to answer (contract 9.1).
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(30);

    private readonly ClientWebSocket _socket;
    private readonly ArrayBufferWriter<byte> _message = new();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly SemaphoreSlim _asking = new(1, 1);
    private readonly TimeProvider _time;
    private int _lastQuestion;
    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isOpen = true;
    private volatile Question? _question;

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

    /// <summary>Sends an event as a page would, and waits for what legacy tells only its sender.</summary>
    /// <param name="question">The event, as JSON.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The events that came until the acknowledgement, as a JSON array; empty for silence. Null when the connection ended meanwhile.</returns>
    /// <exception cref="OperationCanceledException">Cancelled, e.g. while legacy had not let the gateway in.</exception>
    /// <exception cref="WebSocketException">The connection broke.</exception>
    public async Task<byte[]?> AskAsync(byte[] question, CancellationToken cancellationToken)
    {
        await _connected.Task.WaitAsync(cancellationToken);
        await _asking.WaitAsync(cancellationToken); // One at a time: whatever is told meanwhile is its answer.
        try
        {
            var told = new Told();
            if (!await SendAsync(question, told, cancellationToken))
                await ProveSilenceAsync(told, cancellationToken);
            return _isOpen ? told.Answer() : null;
        }
        finally
        {
            _question = null;
            _asking.Release();
        }
    }

    /// <summary>Sends an event and waits for its acknowledgement; false when none comes.</summary>
    private async Task<bool> SendAsync(byte[] json, Told told, CancellationToken cancellationToken)
    {
        var question = new Question(++_lastQuestion, told);
        _question = question;
        await SendAsync(string.Create(CultureInfo.InvariantCulture, $"42{question.Id}{Encoding.UTF8.GetString(json)}"), cancellationToken);
        await question.Answered.Task.WaitAsync(LongestAnswer, _time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        return question.Answered.Task.IsCompleted;
    }

    // Silent, or slow? One that answers a later question is not slow.
    private async Task ProveSilenceAsync(Told told, CancellationToken cancellationToken)
    {
        while (!await SendAsync("[\"ping\"]"u8.ToArray(), told, cancellationToken))
        {
        }

        told.RemoveLastPong();
    }

    /// <summary>Connects as a page does, and returns what it is told first; null when it is not let in.</summary>
    public async Task<byte[]?> ConnectAsync(CancellationToken cancellationToken)
    {
        var told = new Told();
        while (await ReadAsync(cancellationToken) is { } packet)
        {
            var text = packet.Span;
            if (text.StartsWith("44"u8))
                return null;
            if (text.StartsWith("42"u8))
                told.Add(packet[2..]);
            if (text.StartsWith("40"u8))
            {
                told.Add("[\"connect\"]"u8.ToArray());
                return told.Answer();
            }

            if (packet.Span[0] == '0')
                await SendAsync(Connect, cancellationToken);
        }

        return null;
    }

    public void Dispose()
    {
        _isOpen = false;
        _connected.TrySetCanceled();
        _question?.Answered.TrySetResult();
        _socket.Dispose();
        _turn.Dispose();
        _asking.Dispose();
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
                _connected.TrySetResult();
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
        if (!SocketEvent.TryRead(json, out var name, out var payload))
            return;

        if (SocketEvent.IsNotice(name))
            hear(new Notice(name, payload) { IsForeign = true });
        else
            _question?.Told.Add(json);
    }

    private void Answer(ReadOnlySpan<byte> packet)
    {
        if (Utf8Parser.TryParse(packet, out int id, out _) && _question is { } question && question.Id == id)
            question.Answered.TrySetResult();
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

    /// <summary>A question under way, and where its answers go.</summary>
    private sealed record Question(int Id, Told Told)
    {
        public TaskCompletionSource Answered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>What was told in answer.</summary>
    private sealed class Told
    {
        private readonly Lock _lock = new();
        private readonly List<string> _events = [];

        public void Add(ReadOnlyMemory<byte> json)
        {
            lock (_lock)
                _events.Add(Encoding.UTF8.GetString(json.Span));
        }

        public void RemoveLastPong()
        {
            lock (_lock)
            {
                if (_events.FindLastIndex(json => json.StartsWith("[\"pong\"", StringComparison.Ordinal)) is >= 0 and var last)
                    _events.RemoveAt(last);
            }
        }

        public byte[] Answer()
        {
            lock (_lock)
                return Encoding.UTF8.GetBytes($"[{string.Join(',', _events)}]");
        }
    }
}
