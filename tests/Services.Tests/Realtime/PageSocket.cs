using System.Net.WebSockets;
using System.Text;

namespace Strangler.Services.Tests.Realtime;

/// <summary>A WebSocket as a page opens it: text messages, a ping of Engine.IO answered only where a test does.</summary>
internal sealed class PageSocket : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();

    private PageSocket()
    {
        // By OpenAsync only.
    }

    public WebSocketCloseStatus? CloseStatus => _socket.CloseStatus;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Opens a session, or goes over to a WebSocket with one that polls; its first message is left to be received.</summary>
    public static async Task<PageSocket> OpenAsync(Uri server, string? sid = null, string? origin = null, string path = "/socket.io/")
    {
        var socket = new PageSocket();
        socket._socket.Options.KeepAliveInterval = TimeSpan.Zero;
        if (origin is not null)
            socket._socket.Options.SetRequestHeader("Origin", origin);
        var query = sid is null ? "" : "&sid=" + sid;
        await socket._socket.ConnectAsync(new UriBuilder(server) { Scheme = "ws", Path = path, Query = "EIO=4&transport=websocket" + query }.Uri, Token);
        return socket;
    }

    /// <summary>Opens a session and connects its main namespace; <c>status</c> and the acknowledgement are received.</summary>
    public static async Task<PageSocket> ConnectAsync(Uri server)
    {
        var page = await OpenAsync(server);
        await page.ReceiveAsync();
        await page.SendAsync("40");
        Assert.StartsWith("42[\"status\",", await page.ReceiveAsync(), StringComparison.Ordinal);
        Assert.StartsWith("40{", await page.ReceiveAsync(), StringComparison.Ordinal);
        return page;
    }

    public Task SendAsync(string text) => _socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, Token);

    public Task SendAsync(byte[] data) => _socket.SendAsync(data, WebSocketMessageType.Binary, endOfMessage: true, Token);

    /// <summary>The next message; a binary one in base64 after <c>b</c>; null when the server has closed.</summary>
    public async Task<string?> ReceiveAsync()
    {
        var message = new MemoryStream();
        var buffer = new byte[4096];
        while (true)
        {
            var received = await _socket.ReceiveAsync(buffer, Token);
            if (received.MessageType == WebSocketMessageType.Close)
                return null;
            message.Write(buffer, 0, received.Count);
            if (received.EndOfMessage)
                return received.MessageType == WebSocketMessageType.Text ? Encoding.UTF8.GetString(message.ToArray()) : "b" + Convert.ToBase64String(message.ToArray());
        }
    }

    /// <summary>Closes as a browser does and waits for the server.</summary>
    public async Task CloseAsync() => await _socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, Token);

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }
}
