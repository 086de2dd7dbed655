using System.Net.WebSockets;
using Strangler.Services.Backups.Notices;
using Strangler.Services.Realtime.SocketIo;

namespace Strangler.Gateway.Realtime.Relay;

/// <summary>
/// The gateway as one client of legacy's Socket.IO (contract 9): it hears what legacy tells every page, and can ask what a page can ask.
/// </summary>
internal sealed class LegacyEvents : IDisposable
{
    private const string Pong = "3";
    private const string Connect = "40";

    private static readonly TimeSpan PauseAfterRefusal = TimeSpan.FromMilliseconds(500);

    private readonly LegacySocket _socket;
    private readonly LegacyQuestions _questions;
    private readonly TimeProvider _time;
    private readonly WholeEvents _told = new();

    private LegacyEvents(LegacySocket socket, TimeProvider time) => (_socket, _questions, _time) = (socket, new LegacyQuestions(socket, time), time);

    /// <summary>Whether legacy has let it in.</summary>
    public bool IsIn => _questions.HasBegun;

    /// <exception cref="WebSocketException">Legacy cannot be reached, or does not take the socket.</exception>
    public static async Task<LegacyEvents> OpenAsync(Uri legacy, TimeProvider time, CancellationToken cancellationToken) =>
        new(await LegacySocket.OpenAsync(legacy, time, cancellationToken), time);

    /// <summary>Hears legacy until the connection ends.</summary>
    /// <param name="hear">Takes what every page is told.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="admitted">Hears whether legacy lets it in, each time that it is asked: it is until it does.</param>
    /// <exception cref="WebSocketException">It broke.</exception>
    /// <exception cref="TimeoutException">Legacy has been silent for too long.</exception>
    public async Task ListenAsync(Action<Notice> hear, CancellationToken cancellationToken, Action<bool>? admitted = null)
    {
        while (await _socket.ReadAsync(cancellationToken) is { } packet)
            await TakeAsync(packet, hear, admitted, cancellationToken);
    }

    /// <inheritdoc cref="LegacyQuestions.AskAsync"/>
    public Task<byte[]?> AskAsync(SocketArguments question, CancellationToken cancellationToken) => _questions.AskAsync(question, cancellationToken);

    /// <summary>Connects as a page does, and returns what it is told first; null when it is not let in.</summary>
    public async Task<byte[]?> ConnectAsync(CancellationToken cancellationToken)
    {
        var told = new ToldEvents();
        while (await _socket.ReadAsync(cancellationToken) is { } packet)
        {
            var text = packet.Span;
            if (text.StartsWith("44"u8))
                return null;
            if (text.StartsWith("42"u8))
                told.Add(packet[2..]);
            if (text.StartsWith("40"u8))
            {
                told.Add("[\"connect\"]"u8.ToArray());
                return told.ToJson();
            }

            if (packet.Span[0] == '0')
                await _socket.SendAsync(Connect, cancellationToken);
        }

        return null;
    }

    public void Dispose()
    {
        _questions.Dispose();
        _socket.Dispose();
    }

    private async Task TakeAsync(ReadOnlyMemory<byte> packet, Action<Notice> hear, Action<bool>? admitted, CancellationToken cancellationToken)
    {
        switch ((char)packet.Span[0], packet.Length > 1 ? (char)packet.Span[1] : ' ')
        {
            case ('0', _):
                await _socket.SendAsync(Connect, cancellationToken);
                break;
            case ('2', _):
                await _socket.SendAsync(Pong, cancellationToken);
                break;
            case ('4', '0'):
                _questions.Begin();
                admitted?.Invoke(true);
                break;
            case ('4', '4'):
                // More clients than legacy takes (contract 9.3); the transport stays, and a place may become free.
                admitted?.Invoke(false);
                await Task.Delay(PauseAfterRefusal, _time, cancellationToken);
                await _socket.SendAsync(Connect, cancellationToken);
                break;
            case ('4', '2' or '5') or ('b', _):
                Hear(packet, hear);
                break;
            case ('4', '3'):
                _questions.Acknowledge(packet.Span[2..]);
                break;
        }
    }

    private void Hear(ReadOnlyMemory<byte> packet, Action<Notice> hear)
    {
        if (_told.Take(packet)?.ToText() is not { } json || !SocketEvent.TryRead(json, out var name, out var payload))
            return;

        if (SocketEvent.IsNotice(name))
            hear(new Notice(name, payload) { IsForeign = true });
        else
            _questions.Hear(json);
    }
}
