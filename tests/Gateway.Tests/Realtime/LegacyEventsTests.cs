using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Strangler.Gateway.Realtime.Relay;

namespace Strangler.Gateway.Tests.Realtime;

/// <summary>The gateway as a client of legacy's Socket.IO.</summary>
public sealed class LegacyEventsTests
{
    private readonly TaskCompletionSource _letIn = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Question_BeforeLegacyHasLetTheGatewayIn_WaitsAndIsAnswered()
    {
        await using var legacy = await LegacyAsync();
        using var events = await LegacyEvents.OpenAsync(new Uri(legacy.Urls.Single()), TimeProvider.System, Token);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var listening = events.ListenAsync(_ => { }, end.Token);

        var asking = events.AskAsync("[\"request_status\",{\"job_id\":\"a\"}]"u8.ToArray(), Token);
        Assert.False(asking.IsCompleted);
        _letIn.SetResult();

        Assert.Equal("[[\"status_response\",{\"status\":{}}]]", Encoding.UTF8.GetString((await asking)!));
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => listening);
    }

    [Fact]
    public async Task Question_LegacyNeverLetsTheGatewayIn_EndsWithItsConnection()
    {
        await using var legacy = await LegacyAsync();
        var events = await LegacyEvents.OpenAsync(new Uri(legacy.Urls.Single()), TimeProvider.System, Token);

        var asking = events.AskAsync("[\"ping\"]"u8.ToArray(), Token);
        events.Dispose();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
    }

    /// <summary>Lets a client in once the test says so, and answers its first question.</summary>
    private async Task<WebApplication> LegacyAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var legacy = builder.Build();
        legacy.UseWebSockets();
        legacy.Run(async context =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            await SayAsync(socket, "0{}");
            await HearAsync(socket);
            await _letIn.Task.WaitAsync(context.RequestAborted);
            await SayAsync(socket, "40{\"sid\":\"x\"}");
            await HearAsync(socket);
            await SayAsync(socket, "42[\"status_response\",{\"status\":{}}]");
            await SayAsync(socket, "431[]");
            await HearAsync(socket);
        });
        await legacy.StartAsync(Token);
        return legacy;
    }

    private static Task SayAsync(WebSocket socket, string packet) => socket.SendAsync(Encoding.UTF8.GetBytes(packet), WebSocketMessageType.Text, true, Token);

    private static Task<WebSocketReceiveResult> HearAsync(WebSocket socket) => socket.ReceiveAsync(new byte[4096], Token);
}
