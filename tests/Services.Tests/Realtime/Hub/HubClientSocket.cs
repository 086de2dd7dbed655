using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Strangler.Services.Tests.Realtime.Hub;

/// <summary>A client of the hub. Every message in either direction is held against the schema.</summary>
internal sealed class HubClientSocket : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[1024 * 1024];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<HubClientSocket> ConnectAsync(Uri server, string? origin = null)
    {
        var client = new HubClientSocket();
        if (origin is not null)
            client._socket.Options.SetRequestHeader("Origin", origin);
        client._socket.Options.CollectHttpResponseDetails = true;
        await client._socket.ConnectAsync(new Uri($"ws://127.0.0.1:{server.Port}/ws"), Token);
        return client;
    }

    public async Task SendAsync(string message)
    {
        await MessageSchema.HoldAsync(message);
        await _socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, endOfMessage: true, Token);
    }

    /// <summary>The next message.</summary>
    public async Task<JsonElement> NextAsync()
    {
        var count = 0;
        ValueWebSocketReceiveResult received;
        do
        {
            received = await _socket.ReceiveAsync(_buffer.AsMemory(count), Token);
            count += received.Count;
        }
        while (!received.EndOfMessage);
        Assert.Equal(WebSocketMessageType.Text, received.MessageType);
        var text = Encoding.UTF8.GetString(_buffer, 0, count);
        await MessageSchema.HoldAsync(text);
        return JsonElement.Parse(text);
    }

    /// <summary>The next message of the type; what comes before is passed over.</summary>
    public async Task<JsonElement> NextAsync(string type)
    {
        JsonElement message;
        do
            message = await NextAsync();
        while (message.GetProperty("type").GetString() != type);
        return message;
    }

    public async Task<JsonElement> AskAsync(string message)
    {
        await SendAsync(message);
        return await NextAsync();
    }

    public Task CloseAsync() => _socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, Token);

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }
}
