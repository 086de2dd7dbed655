using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Noise;
using Strangler.ShadowDiff.Tests.Store;
using Strangler.ShadowDiff.Tests.Topology;
using Strangler.Testing;
using Strangler.Testing.Stores;

namespace Strangler.ShadowDiff.Tests.Noise;

public abstract class NoiseReplayTests(TestEngine engine) : EngineTests(engine)
{
    private static readonly (string, string)[] Settings =
        [("NoiseSampleRate", "0.1"), ("NoiseMinimumSamples", "10"), ("NoiseWindow", "40"), ("NoiseMaxPerSecond", "1000"), ("NoiseDelay", "00:00:00"), ("RerunsPerSecond", "1000"), ("Timeout", "00:01:00")];

    [Fact]
    public async Task Shadow_LegacyNeverTheSameTwice_IsLearnedAndARealFaultIsNot()
    {
        await using var legacy = VolatileServer();
        await using (var host = await ShadowHost.StartAsync(Modern(n: 1), context => context.Request.Path == "/x" ? Plans.Both(legacy.Address, Modern(n: 1)) : null, store: Place(), settings: Settings))
        {
            await LearnAsync(host, 20);
            Assert.InRange((await host.SettledAsync(20)).Diverged, 9, 12);

            var suppressed = Assert.Single((await host.ReportAsync()).Routes).Suppressed;
            Assert.Equal("learned: body /id (value)", Assert.Single(suppressed).Rule);
            Assert.Equal("closed", Assert.Single(Assert.Single((await host.ReportAsync()).Routes).Divergences).State);
            using var proposals = JsonDocument.Parse(await host.Client.GetStringAsync("/api/rules/proposals", Token));
            var proposal = proposals.RootElement.GetProperty("proposals")[0];
            Assert.Equal("body /id", proposal.GetProperty("rule").GetProperty("at").GetString());
            Assert.True(proposal.GetProperty("evidence").GetProperty("in_force").GetBoolean());
        }

        // It is known after a restart, and another module's fault beside it is told at once.
        await using var again = await ShadowHost.StartAsync(Modern(n: 1), _ => Plans.Both(legacy.Address, Modern(n: 2)), store: Place(), settings: Settings);
        var before = again.Board.Current()["status"];
        await AskAsync(again, 5);
        var parity = await again.SettledAsync(25);
        Assert.Equal(before.Diverged + 5, parity.Diverged);
        Assert.Contains(Assert.Single((await again.ReportAsync()).Routes).Divergences, divergence => divergence is { Path: "body /n", Count: 5, Transient: 0 });
    }

    /// <summary>What had stood before it was learned stands no more, until it is seen beyond what legacy shows; then nothing closes it but a person.</summary>
    [Fact]
    public async Task Learned_NoLongerStands_UntilItIsMoreThanNoise()
    {
        await using var legacy = VolatileServer();
        string? wrong = null;
        RequestDelegate modern = context => Answers.Json(wrong ?? Body(n: 1))(context);
        await using var host = await ShadowHost.StartAsync(Modern(n: 1), _ => Plans.Both(legacy.Address, modern), settings: Settings);
        await LearnAsync(host, 30);
        await host.SettledAsync(30);
        Assert.Equal("closed", await StateAsync(host));

        wrong = """{"id":"x","n":1}""";
        await AskAsync(host, 1);
        await host.SettledAsync(31);
        Assert.Equal("open", await StateAsync(host));

        wrong = null;
        await AskAsync(host, 5);
        await host.SettledAsync(36);
        Assert.Equal("open", await StateAsync(host));
    }

    [Fact]
    public async Task Shadow_ModernAnswers_AsksLegacyTwiceWithTheGuard()
    {
        await using var legacy = VolatileServer();
        await using var host = await ShadowHost.StartAsync(
            Modern(n: 1), _ => Plans.Both(legacy.Address, Modern(n: 1)) with { ServedBy = Side.Modern }, settings: [("NoiseSampleRate", "0.1"), ("NoiseDelay", "00:00:00"), ("RerunsPerSecond", "0"), ("Timeout", "00:01:00")]);
        await LearnAsync(host, 1);
        await host.SettledAsync(1);

        Assert.Equal(2, legacy.Requests.Count);
        Assert.All(legacy.Requests, head => Assert.Contains("X-Strangler-Shadow: ", head, StringComparison.Ordinal));
        Assert.Equal(1, Assert.Single(host.Services.GetRequiredService<LearnedNoise>().Snapshot()).Samples);
    }

    [Theory]
    [InlineData("0", "2", SideEffect.Safe)]
    [InlineData("1", "0", SideEffect.Safe)]
    [InlineData("1", "2", SideEffect.Follow)]
    public async Task Shadow_SwitchedOffOrWithASideEffect_AsksNothing(string rate, string perSecond, SideEffect effect)
    {
        await using var legacy = VolatileServer();
        await using var host = await ShadowHost.StartAsync(
            Modern(n: 1), _ => Plans.Both(legacy.Address, Modern(n: 1), effect), settings: [("NoiseSampleRate", rate), ("NoiseMaxPerSecond", perSecond), ("RerunsPerSecond", "0")]);
        await AskAsync(host, 3);
        await host.SettledAsync(3);
        Assert.Empty(legacy.Requests);
    }

    private static async Task<string> StateAsync(ShadowHost host) => Assert.Single(Assert.Single((await host.ReportAsync()).Routes).Divergences).State;

    /// <summary>One after the other, each a sample while little is known.</summary>
    private static async Task LearnAsync(ShadowHost host, int times)
    {
        var learned = host.Services.GetRequiredService<LearnedNoise>();
        for (var i = 0; i < times; i++)
        {
            var (before, isWanted) = (learned.Snapshot().Sum(route => route.Samples), !learned.IsWellKnown("status"));
            await AskAsync(host, 1);
            await Eventually.GetAsync(() => learned.Snapshot().Sum(route => route.Samples), samples => !isWanted || samples > before, Token);
        }
    }

    private static async Task AskAsync(ShadowHost host, int times)
    {
        for (var i = 0; i < times; i++)
            await host.Client.GetStringAsync("/x", Token);
    }

    /// <summary>Legacy with a new id in each answer.</summary>
    private static RawServer VolatileServer() => new(async (socket, _, token) =>
    {
        var body = Body(n: 1);
        await socket.SendAsync(System.Text.Encoding.Latin1.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}"), token);
        socket.Shutdown(System.Net.Sockets.SocketShutdown.Both);
    });

    private static RequestDelegate Modern(int n) => context => Answers.Json(Body(n))(context);

    private static string Body(int n) => $$"""{"id":"{{Guid.NewGuid()}}","n":{{n}}}""";
}

public sealed class SqliteNoiseReplayTests() : NoiseReplayTests(TestEngine.Sqlite());

public sealed class PostgresqlNoiseReplayTests() : NoiseReplayTests(TestEngine.Postgresql());
