using System.Buffers.Binary;
using Strangler.Testing.Http;

namespace Strangler.Services.Tests.Realtime;

/// <summary>A WebSocket whose frames a test makes and sees, one by one; the first message, the handshake of Engine.IO, is received.</summary>
internal sealed class FrameSocket : IAsyncDisposable
{
    private readonly RawConnection _connection;
    private readonly Stream _stream;
    private ReadOnlyMemory<byte> _buffered;

    private FrameSocket(RawConnection connection) => (_connection, _stream, _buffered) = (connection, connection.Stream, connection.Buffered);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static RawRequest Handshake(string path) => RawRequest.Get(path + "?EIO=4&transport=websocket").With("Connection", "Upgrade").With("Upgrade", "websocket")
        .With("Sec-WebSocket-Version", "13").With("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==").With("Sec-WebSocket-Extensions", "permessage-deflate");

    public static async Task<FrameSocket> OpenAsync(Uri server, string path)
    {
        var connection = await RawConnection.OpenAsync(server, Token);
        var answer = await connection.ExchangeAsync(Handshake(path), Token);
        Assert.Equal((101, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="), (answer.Status, answer.Value("Sec-WebSocket-Accept")));
        Assert.Null(answer.Value("Sec-WebSocket-Extensions"));
        var socket = new FrameSocket(connection);
        Assert.Equal(0x81, (await socket.ReceiveAsync())!.Value.First);
        return socket;
    }

    /// <summary>A client's frame.</summary>
    /// <param name="first">FIN, reserved bits, opcode.</param>
    public static byte[] Frame(byte first, ReadOnlySpan<byte> payload, bool masked = true)
    {
        Span<byte> length = stackalloc byte[10];
        var size = 1;
        length[0] = (byte)payload.Length;
        if (payload.Length > ushort.MaxValue)
        {
            (length[0], size) = (127, 9);
            BinaryPrimitives.WriteUInt64BigEndian(length[1..], (ulong)payload.Length);
        }
        else if (payload.Length > 125)
        {
            (length[0], size) = (126, 3);
            BinaryPrimitives.WriteUInt16BigEndian(length[1..], (ushort)payload.Length);
        }

        if (!masked)
            return [first, .. length[..size], .. payload];
        length[0] |= 0x80;
        byte[] key = [0x37, 0xFA, 0x21, 0x3D];
        var data = payload.ToArray();
        for (var i = 0; i < data.Length; i++)
            data[i] ^= key[i % 4];
        return [first, .. length[..size], .. key, .. data];
    }

    public Task SendAsync(byte[] bytes) => _connection.SendAsync(bytes, Token);

    public void Reset() => _connection.Reset();

    /// <summary>The next frame: first byte, payload in hexadecimal; null at the end of the connection.</summary>
    public async Task<(int First, string Payload)?> ReceiveAsync()
    {
        var head = await ReadAsync(2);
        if (head.Length < 2)
            return null;
        var length = (int)head[1];
        if (length == 126)
            length = BinaryPrimitives.ReadUInt16BigEndian(await ReadAsync(2));
        else if (length == 127)
            length = (int)BinaryPrimitives.ReadUInt64BigEndian(await ReadAsync(8));
        return (head[0], Convert.ToHexString(await ReadAsync(length)));
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private async Task<byte[]> ReadAsync(int count)
    {
        var bytes = new byte[count];
        var taken = Math.Min(count, _buffered.Length);
        _buffered[..taken].CopyTo(bytes);
        _buffered = _buffered[taken..];
        var read = await _stream.ReadAtLeastAsync(bytes.AsMemory(taken), count - taken, throwOnEndOfStream: false, Token);
        return bytes[..(taken + read)];
    }
}
