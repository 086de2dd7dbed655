using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Strangler.ShadowDiff.Capture;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Tests.Topology;

namespace Strangler.ShadowDiff.Tests.Capture;

public sealed class AdmissionTests
{
    private static readonly RequestDelegate Ok = Answers.Json("""{"a":1}""");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SampleRate_Zero_CountsAllAsSampledOut()
    {
        await using var host = await ShadowHost.StartAsync(Ok, _ => Plans.LegacyAnswers(Ok), settings: ("SampleRate", "0"));
        for (var i = 0; i < 5; i++)
            await host.Client.GetStringAsync("/x", Token);

        Assert.Equal(5, (await host.SettledAsync(5)).Uncompared["sampled-out"]);
    }

    [Theory]
    [InlineData(SideEffect.Never, true)]
    [InlineData(SideEffect.Safe, false)]
    [InlineData(SideEffect.Validate, false)]
    public async Task Ineligible_IsInNoCount(SideEffect effect, bool compare)
    {
        await using var host = await ShadowHost.StartAsync(Ok, context =>
            context.Request.Path == "/last" ? Plans.LegacyAnswers(Ok) : Plans.LegacyAnswers(_ => throw new InvalidOperationException("mirrored"), effect, compare));

        await host.Client.GetStringAsync("/x", Token);
        await host.Client.GetStringAsync("/last", Token);

        Assert.Equal(1, (await host.SettledAsync(1)).Matched);
    }

    [Fact]
    public async Task Validate_ServedByModern_NeverReachesLegacy()
    {
        await using var legacy = RawServer.Answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        await using var host = await ShadowHost.StartAsync(Ok, context =>
            Plans.ModernAnswers(legacy.Address, context.Request.Path == "/last" ? SideEffect.Safe : SideEffect.Validate));

        await host.Client.GetStringAsync("/x", Token);
        await host.Client.GetStringAsync("/last", Token);

        await host.SettledAsync(1);
        Assert.StartsWith("GET /last", Assert.Single(legacy.Requests), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Upgrade_IsNeverCaptured()
    {
        await using var host = await ShadowHost.StartAsync(Ok, _ => Plans.LegacyAnswers(Ok));
        await RawClient.SendAsync(host.Address, "GET /socket HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\n\r\n");
        await host.Client.GetStringAsync("/x", Token);
        Assert.Equal(1, (await host.SettledAsync(1)).Compared);
    }

    [Theory]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task AnsweringSide_ProxyFailed_IsNotCompared(int status)
    {
        await using var host = await ShadowHost.StartAsync(
            context =>
            {
                context.Features.Set(new AnsweredInstead(Failure: null));
                context.Response.StatusCode = status;
                return Task.CompletedTask;
            },
            _ => Plans.LegacyAnswers(Ok));

        using var answer = await host.Client.GetAsync(new Uri("/x", UriKind.Relative), Token);

        Assert.Equal(1, (await host.SettledAsync(1)).Uncompared["answering-side-error"]);
    }

    /// <summary>What legacy itself says is its answer: one that fails now and then is not what modern is measured by, and nobody would know.</summary>
    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task LegacyAnswers_WithAFailureOfItsOwn_IsADivergence(int status)
    {
        await using var host = await ShadowHost.StartAsync(
            context =>
            {
                context.Response.StatusCode = status;
                return Task.CompletedTask;
            },
            _ => Plans.LegacyAnswers(Ok));

        using var answer = await host.Client.GetAsync(new Uri("/x", UriKind.Relative), Token);

        Assert.Equal(1, (await host.SettledAsync(1)).Diverged);
    }

    [Fact]
    public async Task ModernAnswers_AndThrows_IsADivergence()
    {
        await using var legacy = RawServer.Answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        await using var host = await ShadowHost.StartAsync(_ => throw new FormatException(), _ => Plans.ModernAnswers(legacy.Address));

        using var answer = await host.Client.GetAsync(new Uri("/x", UriKind.Relative), Token);

        Assert.Equal(500, (int)answer.StatusCode);
        Assert.Equal(1, (await host.SettledAsync(1)).Diverged);
        Assert.Equal("exception", (await host.ReportAsync()).Routes.Single().Divergences.Single().Kind);
    }

    [Fact]
    public async Task Guard_FromAClient_IsTakenOffAndDoesNotStopMirroring()
    {
        RequestDelegate echo = context => context.Response.WriteAsync(context.Request.Headers.ContainsKey(ShadowGuard.HeaderName) ? "seen" : "gone");
        await using var host = await ShadowHost.StartAsync(echo, context => context.Request.Path == "/plain" ? null : Plans.LegacyAnswers(echo));
        host.Client.DefaultRequestHeaders.Add(ShadowGuard.HeaderName, "forged");

        Assert.Equal("gone", await host.Client.GetStringAsync("/plain", Token));
        Assert.Equal("gone", await host.Client.GetStringAsync("/x", Token));
        Assert.Equal(1, (await host.SettledAsync(1)).Matched);
    }

    [Fact]
    public async Task Guard_OurOwnMirroredRequestComingBack_IsNotMirroredAgain()
    {
        ShadowHost? self = null;
        await using var host = await ShadowHost.StartAsync(Ok, _ => Plans.ModernAnswers(self!.Address));
        self = host;

        await host.Client.GetStringAsync("/x", Token);

        var parity = await host.SettledAsync(2);
        Assert.Equal((1, 1), (parity.Matched, parity.Uncompared["loop"]));
    }

    [Fact]
    public async Task UnreadBody_ThatHasArrived_IsMirroredWhole()
    {
        await using var legacy = new RawServer(async (socket, head, token) =>
        {
            await socket.SendAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 7\r\n\r\n{\"a\":1}"u8.ToArray(), token);
        });
        await using var host = await ShadowHost.StartAsync(Ok, _ => Plans.ModernAnswers(legacy.Address));

        using var answer = await host.Client.PostAsync(new Uri("/x", UriKind.Relative), new StringContent("unread"), Token);

        Assert.Equal(1, (await host.SettledAsync(1)).Matched);
        Assert.Contains("Content-Length: 6\r\n", Assert.Single(legacy.Requests), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Queue_Full_DropsAndCounts()
    {
        var gate = new TaskCompletionSource();
        await using var host = await ShadowHost.StartAsync(
            Ok, _ => Plans.LegacyAnswers(context => gate.Task.ContinueWith(_ => Ok(context), Token, default, TaskScheduler.Default).Unwrap()), settings: [("QueueCapacity", "1"), ("Concurrency", "1")]);

        for (var i = 0; i < 8; i++)
            Assert.Equal("""{"a":1}""", await host.Client.GetStringAsync("/x", Token));

        gate.SetResult();
        var parity = await host.SettledAsync(8);
        Assert.InRange(parity.Uncompared["dropped"], 5, 7);
        Assert.Equal(8, parity.Matched + parity.Uncompared["dropped"]);
    }

    [Fact]
    public void Queue_BytesAboveTheBound_AreRefused()
    {
        using var meters = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var queue = new ShadowQueue(Options.Create(new CaptureOptions { QueueMaxBytes = 100 }), meters.GetRequiredService<IMeterFactory>());
        var exchange = Pairs.Exchange(Pairs.Json(new string('x', 60), ""), default);

        Assert.True(queue.TryEnqueue(exchange));
        Assert.False(queue.TryEnqueue(exchange));
        Assert.True(queue.TryDequeue(out _));
        Assert.True(queue.TryEnqueue(exchange));
    }

    [Fact]
    public async Task Settings_OutOfRangeOrUnknown_AreRefused()
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() =>
            ShadowHost.StartAsync(Ok, _ => null, settings: [("SampleRate", "2"), ("QueueCapacity", "0"), ("Timeout", "00:00:00"), ("SampelRate", "1")]));
        Assert.Equal(4, error.Failures.Count());
        Assert.Contains("ShadowDiff:SampelRate is no setting", error.Message, StringComparison.Ordinal);
    }
}
