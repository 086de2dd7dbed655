namespace Strangler.Services.Realtime.SocketIo;

/// <summary>What the connections are for. The calls for one client come one after the other, <see cref="Disconnected"/> excepted.</summary>
internal interface ISocketApplication
{
    /// <summary>A client wants into its namespace. What is sent to it here arrives before the acknowledgement.</summary>
    /// <param name="client">The client.</param>
    /// <param name="auth">What it says for itself, a JSON object; empty for nothing.</param>
    /// <param name="cancellationToken">Cancelled when the client is gone.</param>
    /// <returns>Why not, as JSON; null to let it in.</returns>
    ValueTask<ReadOnlyMemory<byte>?> ConnectAsync(SocketClient client, ReadOnlyMemory<byte> auth, CancellationToken cancellationToken);

    /// <summary>The client is in, and the acknowledgement on its way; never waits.</summary>
    void Admitted(SocketClient client);

    /// <summary>A client sends an event.</summary>
    /// <returns>What it is answered if it wants an answer: an array. Null for no answer in any case.</returns>
    ValueTask<SocketArguments?> ReceiveAsync(SocketClient client, SocketArguments arguments, CancellationToken cancellationToken);

    /// <summary>A client that was let in has left. Comes once; never waits.</summary>
    void Disconnected(SocketClient client);
}
