using System.Collections.Concurrent;
using System.Text;
using Strangler.Services.Realtime.EngineIo;
using Strangler.Services.Realtime.SocketIo;

namespace Strangler.EchoHost;

/// <summary>
/// The application that the suite of Socket.IO expects: the namespaces <c>/</c> and <c>/custom</c>; <c>auth</c> tells a client what it said for
/// itself, <c>message</c> comes back as <c>message-back</c>, <c>message-with-ack</c> is acknowledged with its own arguments.
/// </summary>
internal sealed class EchoEvents(TimeProvider time) : IEngineApplication, ISocketApplication
{
    private static readonly ReadOnlyMemory<byte> Refusal = "{\"message\":\"Invalid namespace\"}"u8.ToArray();
    private static readonly SocketOptions Strict = new() { IsStrict = true, ConnectTimeout = TimeSpan.FromSeconds(1) };

    private readonly ConcurrentDictionary<SocketClient, byte[]> _auth = new();

    public IEngineConnection Open(EngineSession session) => new SocketConnection(session, this, Strict, time);

    public ValueTask<ReadOnlyMemory<byte>?> ConnectAsync(SocketClient client, ReadOnlyMemory<byte> auth, CancellationToken cancellationToken)
    {
        _auth[client] = auth.IsEmpty ? "{}"u8.ToArray() : auth.ToArray();
        return ValueTask.FromResult(client.Namespace is "/" or "/custom" ? (ReadOnlyMemory<byte>?)null : Refusal);
    }

    public void Admitted(SocketClient client) =>
        client.Send(SocketMessage.Event(client.Namespace, new SocketArguments((byte[])[.. "[\"auth\","u8, .. _auth[client], .. "]"u8], [])));

    public ValueTask<SocketArguments?> ReceiveAsync(SocketClient client, SocketArguments arguments, CancellationToken cancellationToken)
    {
        var json = Encoding.UTF8.GetString(arguments.Json.Span);
        if (json.StartsWith("[\"message-with-ack\",", StringComparison.Ordinal))
            return ValueTask.FromResult<SocketArguments?>(arguments with { Json = Encoding.UTF8.GetBytes("[" + json["[\"message-with-ack\",".Length..]) });
        if (json.StartsWith("[\"message\"", StringComparison.Ordinal))
            client.Send(SocketMessage.Event(client.Namespace, arguments with { Json = Encoding.UTF8.GetBytes("[\"message-back\"" + json["[\"message\"".Length..]) }));
        return ValueTask.FromResult<SocketArguments?>(SocketArguments.None);
    }

    public void Disconnected(SocketClient client) => _auth.TryRemove(client, out _);
}
