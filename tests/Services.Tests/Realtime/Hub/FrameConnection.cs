using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using Strangler.Testing.Http;

namespace Strangler.Services.Tests.Realtime.Hub;

/// <summary>A client of the hub that says and sees each frame (RFC 6455 5.2).</summary>
internal sealed class FrameConnection : IAsyncDisposable
{
    public const byte Text = 0x81;
    public const byte Binary = 0x82;
    public const byte TextBegins = 0x01;
    public const byte Continues = 0x00;
    public const byte Ends = 0x80;
    public const byte Close = 0x88;
    public const byte Ping = 0x89;
    public const byte Pong = 0x8a;

    private readonly RawConnection _connection;
    private MemoryStream _buffered;

    private FrameConnection(RawConnection connection)
    {
        _connection = connection;
        _buffered = new MemoryStream(connection.Buffered.ToArray());
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static RawRequest Handshake { get; } = RawRequest.Get("/ws").With("Connection", "Upgrade").With("Upgrade", "websocket")
        .With("Sec-WebSocket-Version", "13").With("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");

    public static async Task<FrameConnection> OpenAsync(Uri server)
    {
        var connection = await RawConnection.OpenAsync(server, Token);
        var answer = await connection.ExchangeAsync(Handshake.With("Sec-WebSocket-Extensions", "permessage-deflate"), Token);
        Assert.Equal((101, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", null), (answer.Status, answer.Value("Sec-WebSocket-Accept"), answer.Value("Sec-WebSocket-Extensions")));
        return new FrameConnection(connection);
    }

    public Task SendTextAsync(string text) => SendAsync(Text, Encoding.UTF8.GetBytes(text));

    public Task SendAsync(byte first, ReadOnlySpan<byte> payload, bool isMasked = true, int? announced = null)
    {
        var length = announced ?? payload.Length;
        var head = new byte[length < 126 ? 2 : 4 + (length > ushort.MaxValue ? 6 : 0)];
        head[0] = first;
        head[1] = (byte)(length < 126 ? length : length > ushort.MaxValue ? 127 : 126);
        if (head.Length == 4)
            BinaryPrimitives.WriteUInt16BigEndian(head.AsSpan(2), (ushort)length);
        if (head.Length == 10)
            BinaryPrimitives.WriteUInt64BigEndian(head.AsSpan(2), (ulong)length);
        byte[] key = [1, 2, 3, 4];
        var body = payload.ToArray();
        if (isMasked)
        {
            head[1] |= 0x80;
            for (var i = 0; i < body.Length; i++)
                body[i] ^= key[i % 4];
        }

        byte[] frame = [.. head, .. isMasked ? key : [], .. body];
        return SendRawAsync(frame);
    }

    public Task SendRawAsync(ReadOnlyMemory<byte> bytes) => _connection.SendAsync(bytes, Token);

    /// <summary>The next frame of the server's; null at the end of the connection.</summary>
    public async Task<(byte First, byte[] Payload)?> NextAsync()
    {
        if (await ReadAsync(2) is not { } head)
            return null;
        long length = head[1];
        if (length == 126)
            length = BinaryPrimitives.ReadUInt16BigEndian(await ReadAsync(2));
        else if (length == 127)
            length = BinaryPrimitives.ReadInt64BigEndian(await ReadAsync(8));
        return (head[0], await ReadAsync((int)length) ?? []);
    }

    /// <summary>Waits until a frame of the server's is on its way.</summary>
    public async Task BeginsAsync() => _buffered = new MemoryStream(await ReadAsync(1) ?? []);

    /// <summary>The next message, which must be a text in one frame.</summary>
    public async Task<JsonElement> NextTextAsync()
    {
        var frame = Assert.NotNull(await NextAsync());
        Assert.Equal(Text, frame.First);
        return JsonElement.Parse(Encoding.UTF8.GetString(frame.Payload));
    }

    /// <summary>The code of the server's goodbye; what comes before is passed over.</summary>
    public async Task<int> NextCloseAsync()
    {
        var frame = await NextAsync();
        while (frame is { First: not Close })
            frame = await NextAsync();
        return BinaryPrimitives.ReadUInt16BigEndian(Assert.NotNull(frame).Payload);
    }

    /// <summary>Answers the server's goodbye, and sees the connection end.</summary>
    public async Task LeaveAsync(int code)
    {
        await SendAsync(Close, [(byte)(code >> 8), (byte)code]);
        Assert.Null(await NextAsync());
    }

    /// <summary>Waits until the connection has ended, whatever comes before.</summary>
    public async Task EndAsync()
    {
        try
        {
            while (await NextAsync() is not null)
            {
                // one more
            }
        }
        catch (IOException)
        {
            // reset
        }
    }

    public void Reset() => _connection.Reset();

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private async Task<byte[]?> ReadAsync(int count)
    {
        var bytes = new byte[count];
        var had = _buffered.Read(bytes);
        had += await _connection.Stream.ReadAtLeastAsync(bytes.AsMemory(had), count - had, throwOnEndOfStream: false, Token);
        return had == count ? bytes : null;
    }
}
