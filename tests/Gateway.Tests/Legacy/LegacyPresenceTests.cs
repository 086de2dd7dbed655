using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Strangler.Gateway.Legacy;
using Strangler.Testing;
using Strangler.Testing.Processes;

namespace Strangler.Gateway.Tests.Legacy;

/// <summary>Whether legacy answers, and not only takes connections.</summary>
public sealed class LegacyPresenceTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>As a process that was stopped: the system takes its connections all the same.</summary>
    [Fact]
    public async Task LegacyThatHangs_DoesNotAnswer()
    {
        using var hanging = new TcpListener(IPAddress.Loopback, 0);
        hanging.Start();
        await using var gateway = new GatewayApp(new Uri($"http://{hanging.LocalEndpoint}")).Start();

        await Eventually.IsTrueAsync(async () => !(bool)(await gateway.BoardAsync())["legacy"]!["answers"]!, Token);

        Assert.False(await gateway.Services.GetRequiredService<LegacyPresence>().AnswersAsync());
    }

    [Fact]
    public async Task LegacyThatAnswersAgain_IsSeen()
    {
        var hangs = true;
        var let = new SemaphoreSlim(0);
        await using var legacy = await LegacyStub.StartAsync(context => Volatile.Read(ref hangs) ? let.WaitAsync(context.RequestAborted) : Task.CompletedTask);
        await using var gateway = new GatewayApp(legacy.Address).Start();
        await Eventually.IsTrueAsync(async () => !(bool)(await gateway.BoardAsync())["legacy"]!["answers"]!, Token);

        Volatile.Write(ref hangs, false);

        await Eventually.IsTrueAsync(async () => (bool)(await gateway.BoardAsync())["legacy"]!["answers"]!, Token);
    }

    /// <summary>One that has no time for the gateway's question, and answers clients, is only slow.</summary>
    [Fact]
    public async Task LegacyThatAnswersClients_Answers_AndIsNotAsked()
    {
        var asked = 0;
        await using var legacy = await LegacyStub.StartAsync(context =>
        {
            if (context.Request.Path != "/socket.io/")
                return Task.CompletedTask;

            Interlocked.Increment(ref asked);
            return Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        await using var gateway = new GatewayApp(legacy.Address).Start();
        (await gateway.Public.GetAsync(new Uri("/api/status", UriKind.Relative), Token)).EnsureSuccessStatusCode();

        Assert.True(await gateway.Services.GetRequiredService<LegacyPresence>().AnswersAsync());
        Assert.Equal(0, asked);
    }

    /// <summary>Nobody has to look at the board for that.</summary>
    [Fact]
    public async Task LegacyThatIsGone_IsSaidOnce_AndThatItIsBack()
    {
        using ReservedPort port = new();
        var clock = new FakeTimeProvider();
        await using var gateway = new GatewayApp(new Uri($"http://127.0.0.1:{port.Port}"))
            .With(services => services.AddHostedService<LegacyMonitor>().AddFakeLogging().AddSingleton<TimeProvider>(clock)).Start();
        var (log, presence) = (gateway.Services.GetFakeLogCollector(), gateway.Services.GetRequiredService<LegacyPresence>());
        await SaysAsync("Legacy does not answer at");

        using var back = new TcpListener(IPAddress.Loopback, port.Port);
        back.Start();
        var answers = AnswerAllAsync(back);
        await SaysAsync("Legacy answers again at");

        Assert.Single(log.GetSnapshot(), line => line.Message.StartsWith("Legacy does not answer at", StringComparison.Ordinal));
        back.Stop();
        await answers;

        // By the same clock it has three seconds to answer: each look ends before the clock goes on.
        async Task SaysAsync(string what)
        {
            for (var looks = 0; looks < 1_000 && !HasSaid(what); looks++)
            {
                clock.Advance(TimeSpan.FromSeconds(5));
                await presence.AnswersAsync();
                await Task.Delay(TimeSpan.FromMilliseconds(20), Token);
            }

            Assert.True(HasSaid(what));
        }

        bool HasSaid(string what) => log.GetSnapshot().Any(line => line.Message.StartsWith(what, StringComparison.Ordinal));
    }

    private static async Task AnswerAllAsync(TcpListener listener)
    {
        while (await AcceptAsync(listener) is { } socket)
        {
            using (socket)
            {
                try
                {
                    await socket.ReceiveAsync(new byte[4096], Token);
                    await socket.SendAsync("HTTP/1.1 400 BAD REQUEST\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray(), Token);
                }
                catch (SocketException)
                {
                    // one that only looked whether it could connect
                }
            }
        }
    }

    private static async Task<Socket?> AcceptAsync(TcpListener listener)
    {
        try
        {
            return await listener.AcceptSocketAsync(Token);
        }
        catch (SocketException)
        {
            return null; // the test is over
        }
    }
}
