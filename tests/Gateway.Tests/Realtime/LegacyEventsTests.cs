using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Time.Testing;
using Strangler.Gateway.Realtime.Relay;

namespace Strangler.Gateway.Tests.Realtime;

/// <summary>The gateway as a client of legacy's Socket.IO.</summary>
public sealed class LegacyEventsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly TaskCompletionSource _letIn = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Question_BeforeLegacyHasLetTheGatewayIn_WaitsAndIsAnswered()
    {
        await using var legacy = await LegacyAsync();
        using var events = await LegacyEvents.OpenAsync(new Uri(legacy.Urls.Single()), TimeProvider.System, Token);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var listening = events.ListenAsync(_ => { }, end.Token);

        var asking = events.AskAsync(new("[\"request_status\",{\"job_id\":\"a\"}]"u8.ToArray()), Token);
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

        var asking = events.AskAsync(new("[\"ping\"]"u8.ToArray()), Token);
        events.Dispose();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
    }

    /// <summary>Later questions must not wait for it, or they are compared in another state.</summary>
    [Fact]
    public async Task Question_LegacyIsSilent_IsKnownAsSoonAsItAnswersLaterOnes()
    {
        await using var legacy = await SocketStub.ListeningAsync(async socket =>
        {
            await SocketStub.SayAsync(socket, "0{}");
            await SocketStub.HearAsync(socket);
            await SocketStub.SayAsync(socket, "40{\"sid\":\"x\"}");
            while (await SocketStub.HeardAsync(socket) is { } packet)
            {
                if (!packet.Contains("request_status", StringComparison.Ordinal))
                    continue; // e.g. a ping with an argument
                await SocketStub.SayAsync(socket, $"42[\"status_response\",{{\"status\":{{}},\"job_id\":{packet[(packet.IndexOf(':', StringComparison.Ordinal) + 1)..^2]}}}]");
                await SocketStub.SayAsync(socket, $"43{packet[2..packet.IndexOf('[', StringComparison.Ordinal)]}[]");
            }
        });
        var time = new FakeTimeProvider();
        var events = await LegacyEvents.OpenAsync(new Uri(legacy.Urls.Single()), time, Token);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var listening = events.ListenAsync(_ => { }, end.Token);

        var silent = events.AskAsync(new("[\"ping\",1]"u8.ToArray()), Token);
        var answered = events.AskAsync(new("[\"request_status\",{\"job_id\":1e400}]"u8.ToArray()), Token);
        for (var step = 0; step < 10 && !answered.IsCompleted; step++)
        {
            await Task.Delay(50, Token);
            time.Advance(TimeSpan.FromMilliseconds(60));
        }

        Assert.Equal("[]", Encoding.UTF8.GetString((await silent.WaitAsync(Patience, Token))!));
        Assert.Equal("[[\"status_response\",{\"status\":{},\"job_id\":1e400}]]", Encoding.UTF8.GetString((await answered.WaitAsync(Patience, Token))!));
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => listening);
        events.Dispose();
    }

    [Fact]
    public async Task Question_WithBinaryData_IsSentAndAnsweredWithIt()
    {
        byte[] data = [0, 1, 2];
        await using var legacy = await SocketStub.ListeningAsync(async socket =>
        {
            await SocketStub.SayAsync(socket, "0{}");
            await SocketStub.HearAsync(socket);
            await SocketStub.SayAsync(socket, "40{\"sid\":\"x\"}");
            Assert.Equal("451-1[\"request_status\",{\"job_id\":{\"_placeholder\":true,\"num\":0}}]", await SocketStub.HeardAsync(socket));
            var buffer = new byte[8];
            var received = await socket.ReceiveAsync(buffer, Token);
            await SocketStub.SayAsync(socket, "451-[\"status_response\",{\"job_id\":{\"_placeholder\":true,\"num\":0}}]");
            await socket.SendAsync(buffer.AsMemory(0, received.Count), received.MessageType, endOfMessage: true, Token);
            await SocketStub.SayAsync(socket, "431[]");
            await SocketStub.HearAsync(socket);
        });
        using var events = await LegacyEvents.OpenAsync(new Uri(legacy.Urls.Single()), TimeProvider.System, Token);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var listening = events.ListenAsync(_ => { }, end.Token);

        var answer = await events.AskAsync(new("[\"request_status\",{\"job_id\":{\"_placeholder\":true,\"num\":0}}]"u8.ToArray(), [data]), Token).WaitAsync(Patience, Token);

        Assert.Equal("[[\"status_response\",{\"job_id\":\"data:;base64,AAEC\"}]]", Encoding.UTF8.GetString(answer!));
        await end.CancelAsync();
        await Task.WhenAny(listening); // legacy may have ended it first
    }

    /// <summary>Lets a client in once the test says so, and answers its first question.</summary>
    private Task<WebApplication> LegacyAsync() => SocketStub.ListeningAsync(async socket =>
    {
        await SocketStub.SayAsync(socket, "0{}");
        await SocketStub.HearAsync(socket);
        await _letIn.Task.WaitAsync(Token);
        await SocketStub.SayAsync(socket, "40{\"sid\":\"x\"}");
        await SocketStub.HearAsync(socket);
        await SocketStub.SayAsync(socket, "42[\"status_response\",{\"status\":{}}]");
        await SocketStub.SayAsync(socket, "431[]");
        await SocketStub.HearAsync(socket);
    });
}
