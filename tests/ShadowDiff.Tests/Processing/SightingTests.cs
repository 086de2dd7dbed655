using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Strangler.ShadowDiff.Gate;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Reports;
using Strangler.ShadowDiff.Tests.Topology;

namespace Strangler.ShadowDiff.Tests.Processing;

public sealed class SightingTests
{
    private const string Same = """{"a":1}""";
    private const string Other = """{"a":2}""";
    private static readonly (string, string)[] NoNoise = [("NoiseSampleRate", "0"), ("RerunsPerSecond", "1000"), ("Timeout", "00:01:00")];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Diverged_GoneWhenAskedAgain_IsTransientAndNoDivergence()
    {
        await using var legacy = Legacy();
        var asked = 0;
        await using var host = await StartAsync(legacy, _ => Interlocked.Increment(ref asked) == 1 ? Other : Same);
        await AskAsync(host, "/x", 2);

        var parity = await host.SettledAsync(2);
        Assert.Equal((1, 0, 1, 2), (parity.Transient, parity.Diverged, parity.Matched, parity.Compared));
        Assert.Equal(1.0, parity.Parity);
        Assert.Equal((1, 1, 0), Counts(await DivergenceAsync(host)));
        Assert.Equal(3, asked);
    }

    [Fact]
    public async Task Diverged_ThereAgain_IsStableAndSoonNotAskedAnyMore()
    {
        await using var legacy = Legacy();
        var asked = 0;
        await using var host = await StartAsync(legacy, _ => Interlocked.Increment(ref asked) > 0 ? Other : Same);
        for (var i = 1; i <= 10; i++)
        {
            await AskAsync(host, "/x", 1);
            await host.SettledAsync(i);
        }

        Assert.Equal(10, host.Board.Current()["status"].Diverged);
        Assert.Equal((10, 0, 0), Counts(await DivergenceAsync(host)));
        Assert.Equal(10 + 3, asked);
        Assert.Equal(3, legacy.Requests.Count);
    }

    [Fact]
    public async Task Diverged_WithoutRerunsLeft_CountsAsStable()
    {
        await using var legacy = Legacy();
        var asked = 0;
        await using var host = await StartAsync(legacy, _ => Interlocked.Increment(ref asked) == 1 ? Other : Same, settings: [("NoiseSampleRate", "0"), ("RerunsPerSecond", "0")]);
        await AskAsync(host, "/x", 1);
        Assert.Equal(1, (await host.SettledAsync(1)).Diverged);
        Assert.Empty(legacy.Requests);
    }

    [Fact]
    public async Task Diverged_OnARouteWithASideEffect_IsNotAskedAgain()
    {
        await using var legacy = Legacy();
        await using var host = await StartAsync(legacy, _ => Other, SideEffect.Follow);
        await AskAsync(host, "/x", 1);
        Assert.Equal(1, (await host.SettledAsync(1)).Diverged);
        Assert.Empty(legacy.Requests);
    }

    [Fact]
    public async Task Diverged_AfterAChangeThatDidNotFollow_IsOfStateUntilOneFollows()
    {
        await using var legacy = Legacy();
        var (fails, isBehind, asked) = (true, false, 0);
        await using var host = await ShadowHost.StartAsync(
            Answers.Json(Same),
            context => context.Request.Path == "/connect"
                ? Plans.LegacyAnswers(connect => fails ? Answers.LargeStreamAsync(connect) : Answers.Json(Same)(connect), SideEffect.Follow)
                : Plans.Both(legacy.Address, read => Answers.Json(isBehind ? Another(ref asked) : Same)(read)),
            settings: NoNoise);

        await PostAsync(host, "/connect"); // its mirrored answer is above the cap: the other side's state is unknown
        isBehind = true;
        await AskAsync(host, "/x", 1);
        var parity = await host.SettledAsync(2);
        Assert.Equal((1, 0), (parity.State, parity.Diverged));

        fails = false;
        await PostAsync(host, "/connect");
        await AskAsync(host, "/x", 1);
        parity = await host.SettledAsync(4);
        Assert.Equal((1, 1), (parity.State, parity.Diverged));

        fails = true;
        await PostAsync(host, "/connect");
        await AskAsync(host, "/x", 1); // known to be of the code by now
        parity = await host.SettledAsync(6);
        Assert.Equal((1, 2), (parity.State, parity.Diverged));
        Assert.Equal((3, 0, 1), Counts(await DivergenceAsync(host)));
    }

    [Fact]
    public async Task Diverged_WhileAChangeIsUnderWay_IsOfState()
    {
        await using var legacy = Legacy();
        var asked = 0;
        var (arrived, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var host = await ShadowHost.StartAsync(
            async context =>
            {
                if (context.Request.Path == "/connect")
                {
                    arrived.SetResult();
                    await goOn.Task;
                }

                await Answers.Json(Same)(context);
            },
            context => context.Request.Path == "/connect" ? Plans.LegacyAnswers(Answers.Json(Same), SideEffect.Follow) : Plans.Both(legacy.Address, read => Answers.Json(Another(ref asked))(read)),
            settings: [.. NoNoise, ("RerunDelay", "00:00:00.010"), ("Concurrency", "4")]);

        var connect = PostAsync(host, "/connect");
        await arrived.Task;
        await AskAsync(host, "/x", 1);
        goOn.SetResult(); // what could not be asked anew in a state that is at rest would stand
        await connect;
        Assert.Equal(1, (await host.SettledAsync(2)).State);

        await AskAsync(host, "/x", 1);
        Assert.Equal(1, (await host.SettledAsync(3)).Diverged);
    }

    /// <summary>What falls between two asked anew tells nothing of either: they are asked once more, as where a change is under way.</summary>
    [Fact]
    public async Task Diverged_WithAChangeWhileAskedAnew_IsAskedOnceMore()
    {
        await using var legacy = Legacy();
        ShadowHost? changed = null;
        var asked = 0;
        await using var host = await ShadowHost.StartAsync(
            Answers.Json(Same),
            context => context.Request.Path == "/connect" ? Plans.LegacyAnswers(Answers.Json(Same), SideEffect.Follow) : Plans.Both(legacy.Address, AnswerAsync),
            settings: [.. NoNoise, ("RerunDelay", "00:00:00.010"), ("Concurrency", "4")]);
        changed = host;

        await AskAsync(host, "/x", 1);
        Assert.Equal((1, 0), ((await host.SettledAsync(2)).Transient, host.Board.Current()["status"].Diverged));
        Assert.Equal(3, asked);

        async Task AnswerAsync(HttpContext context)
        {
            if (Interlocked.Increment(ref asked) == 2)
                await PostAsync(changed!, "/connect");

            await Answers.Json(asked == 1 ? Other : Same)(context);
        }
    }

    [Fact]
    public async Task Diverged_AfterAWriteThatIsNeverMirrored_IsOfStateForAWhile()
    {
        await using var legacy = Legacy();
        var asked = 0;
        var time = new FakeTimeProvider(new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));
        await using var host = await ShadowHost.StartAsync(
            context => context.Request.Path == "/refused" ? Refuse(context) : Answers.Json(Same)(context),
            context => context.Request.Path == "/x" ? Plans.Both(legacy.Address, read => Answers.Json(Another(ref asked))(read)) : Plans.LegacyAnswers(Answers.Json(Same), SideEffect.Never),
            time: time,
            settings: [.. NoNoise, ("StateWindow", "00:01:00")]);

        await PostAsync(host, "/start_backup");

        await AskAsync(host, "/x", 1);
        Assert.Equal(1, (await host.SettledAsync(1)).State);
        time.Advance(TimeSpan.FromMinutes(1));
        await PostAsync(host, "/refused");

        await AskAsync(host, "/start_backup", 1); // a read changes nothing
        await AskAsync(host, "/x", 1);
        Assert.Equal(1, (await host.SettledAsync(2)).Diverged);
    }

    /// <summary>A gateway under load writes all the time: bugs of this kind must not hide behind that.</summary>
    [Fact]
    public async Task Diverged_InAType_IsOfTheCodeAlsoAfterAWrite()
    {
        await using var legacy = Legacy();
        await using var host = await ShadowHost.StartAsync(
            Answers.Json(Same),
            context => context.Request.Path == "/x"
                ? Plans.Both(legacy.Address, Answers.Json("""{"a":"1"}"""))
                : Plans.LegacyAnswers(Answers.Json(Same), SideEffect.Never),
            settings: NoNoise);

        await PostAsync(host, "/start_backup");
        await AskAsync(host, "/x", 1);

        var parity = await host.SettledAsync(1);
        Assert.Equal((0, 1), (parity.State, parity.Diverged));
    }

    /// <summary>Backups all the time are no excuse for two values that are the same in every state.</summary>
    [Theory]
    [InlineData(true, false, "state 0, diverged 1")]
    [InlineData(true, true, "state 1, diverged 0")]
    [InlineData(false, true, "state 0, diverged 1")]
    public async Task Diverged_AfterAWrite_IsOfStateWhereTheValuesGoWithIt(bool dependsOnState, bool changes, string expected)
    {
        await using var legacy = Legacy();
        var asked = 0;
        await using var host = await ShadowHost.StartAsync(
            Answers.Json(Same),
            context => context.Request.Path == "/x"
                ? Plans.Both(legacy.Address, read => Answers.Json(changes ? Another(ref asked) : Other)(read)) with { DependsOnState = dependsOnState }
                : Plans.LegacyAnswers(Answers.Json(Same), SideEffect.Never),
            settings: NoNoise);

        await PostAsync(host, "/start_backup");
        await AskAsync(host, "/x", 1);

        var parity = await host.SettledAsync(1);
        Assert.Equal(expected, $"state {parity.State}, diverged {parity.Diverged}");
    }

    /// <summary>A module that is wrong now and then is right when it is asked anew.</summary>
    [Theory]
    [InlineData("""{"a":2}""", 3, "transient 2, diverged 3")]
    [InlineData("""{"a":2}""", 1, "transient 0, diverged 5")]
    [InlineData("""{"a":"1"}""", 3, "transient 0, diverged 5")]
    [InlineData("{}", 3, "transient 0, diverged 5")]
    [InlineData("", 3, "transient 0, diverged 5")]
    public async Task Diverged_NowAndThen_StandsSoon_AndWhatIsCriticalAtOnce(string wrong, int sightings, string expected)
    {
        await using var legacy = Legacy();
        var asked = 0;
        await using var host = await ShadowHost.StartAsync(
            Answers.Json(Same), _ => Plans.Both(legacy.Address, read => Answers.Json(Interlocked.Increment(ref asked) % 2 == 1 ? wrong : Same)(read)),
            settings: [.. NoNoise, ("PassingSightings", $"{sightings}"), ("Concurrency", "1")]);
        for (var i = 1; i <= 5; i++)
        {
            asked = 0;
            await AskAsync(host, "/x", 1);
            await host.SettledAsync(i);
        }

        var parity = host.Board.Current()["status"];
        Assert.Equal(expected, $"transient {parity.Transient}, diverged {parity.Diverged}");
    }

    /// <summary>A 500 once in thirty requests, and a wrong constant for one client in three beside backups: neither passes the gate.</summary>
    [Theory]
    [InlineData("500")]
    [InlineData("constant")]
    public async Task Gate_AFaultThatShowsNowAndThen_IsBlocked(string fault)
    {
        const int Exchanges = 1_300;
        await using var legacy = Legacy();
        var (asked, wrong) = (0, 0);
        Task AnswerAsync(HttpContext context)
        {
            var isWrong = fault == "500" ? Interlocked.Increment(ref asked) % 30 == 0 : context.Request.Headers.UserAgent == "one in three";
            wrong += isWrong ? 1 : 0;
            context.Response.StatusCode = isWrong && fault == "500" ? 500 : 200;
            return Answers.Json(isWrong && fault == "constant" ? Other : Same)(context);
        }

        await using var host = await ShadowHost.StartAsync(
            Answers.Json(Same),
            context => context.Request.Path == "/x" ? Plans.Both(legacy.Address, AnswerAsync) : Plans.LegacyAnswers(Answers.Json(Same), SideEffect.Never),
            settings: [.. NoNoise, ("Concurrency", "1")]);
        for (var i = 0; i < Exchanges; i++)
        {
            if (i % 10 == 0)
                await PostAsync(host, "/start_backup");

            using var request = new HttpRequestMessage(HttpMethod.Get, "/x");
            request.Headers.TryAddWithoutValidation("User-Agent", i % 3 == 0 ? "one in three" : "another");
            using var answer = await host.Client.SendAsync(request, Token);
        }

        var parity = await host.SettledAsync(Exchanges);
        Assert.Equal((0, 0), (parity.Transient, parity.State));
        Assert.Equal(fault == "500" ? wrong : (Exchanges + 2) / 3, parity.Diverged);
        var verdict = await host.Services.GetRequiredService<PromotionGate>().JudgeAsync("status", Token);
        Assert.Equal(parity.Diverged, verdict.Evidence.Diverged);
        Assert.Equal((true, false), (verdict.Criteria.Single(criterion => criterion.Name == "comparisons").Met, verdict.Passes));
        Assert.Equal(fault != "500", verdict.Criteria.Single(criterion => criterion.Name == "critical").Met);
    }

    /// <summary>Two answers that fell on both sides of a change tell nothing, however often.</summary>
    [Fact]
    public async Task Diverged_WhereLegacyHasBecomeOther_HasPassed()
    {
        await using var legacy = RawServer.Answering("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 7\r\n\r\n" + Other);
        await using var host = await ShadowHost.StartAsync(Answers.Json(Same), _ => Plans.Both(legacy.Address, Answers.Json(Other)), settings: NoNoise);
        for (var i = 1; i <= 6; i++)
        {
            await AskAsync(host, "/x", 1);
            await host.SettledAsync(i);
        }

        Assert.Equal((6, 0), (host.Board.Current()["status"].Transient, host.Board.Current()["status"].Diverged));
    }

    /// <summary>
    /// Where modern answers the client legacy is asked after it. A change between the two shows as modern saying what legacy said before; what legacy
    /// never said is none, and neither is what modern still says afterwards.
    /// </summary>
    [Theory]
    [InlineData("before", "transient 4, diverged 0")]
    [InlineData("never", "transient 2, diverged 2")]
    [InlineData("still", "transient 0, diverged 4")]
    public async Task Diverged_WhereModernSaysWhatLegacySaidBefore_HasPassed(string what, string expected)
    {
        var (state, asked) = (1, 0);
        await using var legacy = new RawServer(async (socket, _, token) =>
        {
            state += Interlocked.Increment(ref asked) % 2; // first in the mirror, then anew
            await socket.SendAsync(Encoding.Latin1.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 7\r\n\r\n{{\"a\":{state}}}"), token);
            socket.Shutdown(SocketShutdown.Both);
        });
        await using var host = await ShadowHost.StartAsync(
            context => Answers.Json($$"""{"a":{{(what == "never" ? 0 : state)}}}""")(context),
            _ => Plans.Both(legacy.Address, context => Answers.Json($$"""{"a":{{state - (what == "still" ? 1 : 0)}}}""")(context)) with { ServedBy = Side.Modern },
            settings: [.. NoNoise, ("Concurrency", "1")]);
        for (var i = 1; i <= 4; i++)
        {
            await AskAsync(host, "/x", 1);
            await host.SettledAsync(i);
        }

        var parity = host.Board.Current()["status"];
        Assert.Equal(expected, $"transient {parity.Transient}, diverged {parity.Diverged}");
    }

    private static string Another(ref int asked) => $$"""{"a":{{Interlocked.Increment(ref asked) + 1}}}""";

    private static Task Refuse(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        return Task.CompletedTask;
    }

    private static RawServer Legacy() => RawServer.Answering("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 7\r\n\r\n" + Same);

    private static Task<ShadowHost> StartAsync(
        RawServer legacy, Func<HttpContext, string> modern, SideEffect effect = SideEffect.Safe, params (string, string)[] settings) => ShadowHost.StartAsync(
        Answers.Json(Same), _ => Plans.Both(legacy.Address, context => Answers.Json(modern(context))(context), effect), settings: settings.Length == 0 ? NoNoise : settings);

    private static async Task AskAsync(ShadowHost host, string path, int times)
    {
        for (var i = 0; i < times; i++)
            await host.Client.GetStringAsync(path, Token);
    }

    private static async Task PostAsync(ShadowHost host, string path)
    {
        using var answer = await host.Client.PostAsync(new Uri(path, UriKind.Relative), null, Token);
    }

    private static async Task<DivergenceReport> DivergenceAsync(ShadowHost host) => Assert.Single(Assert.Single((await host.ReportAsync()).Routes).Divergences);

    private static (long, long, long) Counts(DivergenceReport divergence) => (divergence.Count, divergence.Transient, divergence.OfState);
}
