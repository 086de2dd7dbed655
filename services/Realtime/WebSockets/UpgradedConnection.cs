using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Strangler.Services.Streams;

namespace Strangler.Services.Realtime.WebSockets;

/// <summary>
/// A connection after its upgrade. What the client sends is read where the server puts it: the server's own stream holds half a kilobyte
/// for a read that waits, and waiting is what most sockets do.
/// </summary>
/// <remarks>
/// A server that stops cancels what reads, so that HTTP ends. A socket does not end by it: it is closed with a code, which its client is to hear and
/// to answer, and cut off by whoever closes it where that does not come.
/// </remarks>
internal abstract class UpgradedConnection(IOpenedSocket socket) : PassingStream
{
    private readonly PipeReader _client = socket.Client;
    private readonly Stream _server = socket.Server;

    /// <remarks>What a read holds is used again: it waits from one message to the next, and is old when it is thrown away.</remarks>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var result = await _client.ReadAsync(cancellationToken);
        while (result is { IsCanceled: true, IsCompleted: false, Buffer.IsEmpty: true })
        {
            _client.AdvanceTo(result.Buffer.Start);
            result = await _client.ReadAsync(cancellationToken);
        }

        var part = result.Buffer.Slice(0, Math.Min(result.Buffer.Length, buffer.Length));
        var count = (int)part.Length;
        part.CopyTo(buffer.Span);
        _client.AdvanceTo(part.End);
        return await PassAsync(buffer[..count]);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => _server.WriteAsync(buffer, cancellationToken);

    public override Task FlushAsync(CancellationToken cancellationToken) => _server.FlushAsync(cancellationToken);

    /// <summary>Sees what the client has sent, nothing at the end; returns how much of it passes, 0 for the end.</summary>
    protected abstract ValueTask<int> PassAsync(ReadOnlyMemory<byte> bytes);
}
