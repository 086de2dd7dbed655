using System.Text;
using Strangler.Services.Realtime.EngineIo;

namespace Strangler.Services.Realtime.SocketIo;

/// <summary>Socket.IO in one session: its namespaces, events and acknowledgements. What an application's handler does not answer, stays unanswered.</summary>
internal sealed class SocketConnection(EngineSession session, ISocketApplication application, SocketOptions options, TimeProvider time) : IEngineConnection
{
    private static readonly byte[] UnableToConnect = "\"Unable to connect\""u8.ToArray();

    private readonly Lock _gate = new();
    private SocketClient[] _clients = []; // mostly one
    private readonly long _opened = time.GetTimestamp();
    private PartialPacket? _partial;
    private bool _hasAsked;
    private bool _isClosed;

    public ValueTask ReceiveAsync(ReadOnlyMemory<byte> data, bool isBinary, CancellationToken cancellationToken) =>
        isBinary ? AttachAsync(data, cancellationToken)
        : _partial is null && SocketPacket.TryRead(data, out var packet) ? TakeAsync(packet, cancellationToken)
        : ViolatedAsync();

    public void Tick()
    {
        if (!_hasAsked && time.GetElapsedTime(_opened) >= options.ConnectTimeout)
            session.Close(EngineClose.Silent);
    }

    public void Closed()
    {
        SocketClient[] clients;
        lock (_gate)
        {
            _isClosed = true;
            (clients, _clients) = (_clients, []);
        }

        foreach (var client in clients)
            application.Disconnected(client);
    }

    private ValueTask TakeAsync(SocketPacket packet, CancellationToken cancellationToken)
    {
        if (packet.IsBinary && packet.Attachments > 0)
        {
            if (packet.Attachments > options.MaxAttachments)
                return ViolatedAsync();
            _partial = new PartialPacket(packet, options);
            return ValueTask.CompletedTask;
        }

        return packet.Type switch
        {
            SocketPacketType.Connect => ConnectAsync(packet, cancellationToken),
            SocketPacketType.Disconnect => Disconnect(packet.Namespace),
            SocketPacketType.Event or SocketPacketType.BinaryEvent => EventAsync(packet, new SocketArguments(packet.Data), cancellationToken),
            SocketPacketType.Ack or SocketPacketType.BinaryAck => ValueTask.CompletedTask, // We ask for none.
            _ => ViolatedAsync(),
        };
    }

    private async ValueTask AttachAsync(ReadOnlyMemory<byte> attachment, CancellationToken cancellationToken)
    {
        if (_partial is not { } partial || !partial.TryAdd(attachment))
        {
            await ViolatedAsync();
            return;
        }

        if (!partial.IsWhole)
            return;
        _partial = null;
        if (partial.Packet.Type == SocketPacketType.BinaryEvent)
            await EventAsync(partial.Packet, partial.Arguments, cancellationToken);
    }

    private async ValueTask ConnectAsync(SocketPacket packet, CancellationToken cancellationToken)
    {
        _hasAsked = true;
        if (Find(packet.Namespace) is not null)
        {
            if (options.IsStrict)
                await ViolatedAsync();
            else
                Refuse(packet.Namespace, UnableToConnect);
            return;
        }

        var client = new SocketClient(session, packet.Namespace);
        if (await application.ConnectAsync(client, packet.Data, cancellationToken) is { } refusal)
            Refuse(packet.Namespace, refusal);
        else
            Admit(client);
    }

    private void Admit(SocketClient client)
    {
        client.Send(SocketMessage.Of(new SocketPacket(SocketPacketType.Connect, Encoding.ASCII.GetBytes($$"""{"sid":"{{client.Sid}}"}"""), client.Namespace)));
        lock (_gate)
        {
            if (!_isClosed)
            {
                _clients = [.. _clients, client];
                application.Admitted(client);
                return;
            }
        }

        application.Disconnected(client);
    }

    private void Refuse(string space, ReadOnlyMemory<byte> reason) => session.Send(SocketMessage.Of(new SocketPacket(SocketPacketType.ConnectError, reason, space)));

    private ValueTask Disconnect(string space)
    {
        SocketClient? client;
        lock (_gate)
        {
            client = Array.Find(_clients, client => client.Namespace == space);
            _clients = Array.FindAll(_clients, other => other != client);
        }

        if (client is not null)
            application.Disconnected(client);
        return ValueTask.CompletedTask;
    }

    private async ValueTask EventAsync(SocketPacket packet, SocketArguments arguments, CancellationToken cancellationToken)
    {
        if (Find(packet.Namespace) is not { } client)
        {
            await ViolatedAsync();
            return;
        }

        if (await application.ReceiveAsync(client, arguments, cancellationToken) is { } answer && packet.Id is { } id)
            client.Send(SocketMessage.Ack(client.Namespace, id, answer));
    }

    private SocketClient? Find(string space)
    {
        lock (_gate)
            return Array.Find(_clients, client => client.Namespace == space);
    }

    private ValueTask ViolatedAsync()
    {
        _partial = null;
        if (options.IsStrict)
            session.Close(EngineClose.Malformed);
        return ValueTask.CompletedTask;
    }
}
