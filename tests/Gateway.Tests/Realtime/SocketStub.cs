using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace Strangler.Gateway.Tests.Realtime;

/// <summary>A legacy of sockets alone: a test plays each of them.</summary>
internal static class SocketStub
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<WebApplication> ListeningAsync(Func<WebSocket, Task> play)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var legacy = builder.Build();
        legacy.UseWebSockets();
        legacy.Run(async context =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            await play(socket);
        });
        await legacy.StartAsync(Token);
        return legacy;
    }

    public static Task SayAsync(WebSocket socket, string packet) => socket.SendAsync(Encoding.UTF8.GetBytes(packet), WebSocketMessageType.Text, true, Token);

    public static Task<WebSocketReceiveResult> HearAsync(WebSocket socket) => socket.ReceiveAsync(new byte[4096], Token);

    /// <summary>The next packet; null at the end.</summary>
    public static async Task<string?> HeardAsync(WebSocket socket)
    {
        try
        {
            var buffer = new byte[4096];
            var received = await socket.ReceiveAsync(buffer, Token);
            return received.MessageType == WebSocketMessageType.Close ? null : Encoding.UTF8.GetString(buffer, 0, received.Count);
        }
        catch (WebSocketException)
        {
            return null; // the other end has gone without a close
        }
    }
}
