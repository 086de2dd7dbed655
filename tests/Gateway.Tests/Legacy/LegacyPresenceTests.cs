using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Strangler.Gateway.Legacy;
using Strangler.Testing;

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
}
