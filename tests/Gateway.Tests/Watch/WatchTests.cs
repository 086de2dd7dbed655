using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Strangler.Contract;
using Strangler.Gateway.Cutover;
using Strangler.Gateway.Tests.Jobs;
using Strangler.Gateway.Tests.Shadow;
using Strangler.Gateway.Watch;
using Strangler.ShadowDiff.Gate;
using Strangler.Testing;

namespace Strangler.Gateway.Tests.Watch;

/// <summary>A module fails on purpose behind a real gateway, before a legacy that answers: how many clients notice before the route is taken back.</summary>
public sealed class WatchTests
{
    private const string Answer = """{"message":"POST test successful","success":true}""";

    private static readonly (string, string) On = ("Gateway:Watch:Enabled", "true");

    private static readonly TimeSpan TenASecond = TimeSpan.FromMilliseconds(100);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("500")]
    [InlineData("throws")]
    [InlineData("404")]
    public async Task Fault_IsTakenBack_BeforeFiftyClientsHaveSeenIt(string fault)
    {
        await using var legacy = await LegacyStub.StartAsync(Answers(200));
        var switched = new Fault(fault);
        await using var gateway = Broken(legacy.Address, switched);
        for (var request = 0; request < 20; request++)
            Assert.Equal(200, await AskAsync(gateway));

        switched.IsOn = true;
        var bad = 0;
        for (var request = 0; request < 300 && await StageAsync(gateway) == "live"; request++)
        {
            bad += await AskAsync(gateway) == 200 ? 0 : 1;
            await Task.Delay(TenASecond, Token);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{fault}: {bad} bad answers");
        Assert.Equal("legacy", await StageAsync(gateway));
        Assert.InRange(bad, 1, 50); // five seconds at ten a second
        Assert.Equal(200, await AskAsync(gateway));
        var entry = (await gateway.AuditAsync())[0]!;
        Assert.Equal("gateway", (string)entry["who"]!);
        Assert.Contains(" answers ", (string)entry["why"]!, StringComparison.Ordinal);
        Assert.Single((await gateway.BoardAsync())["latched"]!.AsArray());
    }

    [Fact]
    public async Task LegacyThatFailsToo_IsNoBetter()
    {
        await using var legacy = await LegacyStub.StartAsync(Answers(500));
        await using var gateway = Broken(legacy.Address, new Fault("500") { IsOn = true });

        await AskManyAsync(gateway, 60);

        Assert.Equal("live", await StageAsync(gateway));
    }

    [Fact]
    public async Task LegacyThatIsGone_IsNoBetter()
    {
        await using var gateway = Broken(new Uri("http://127.0.0.1:1"), new Fault("500") { IsOn = true });

        await AskManyAsync(gateway, 60);

        Assert.Equal("live", await StageAsync(gateway));
    }

    /// <summary>What a proxy before legacy says in its outage, or legacy itself, differs from what modern answers, and is no reason to send clients there.</summary>
    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    public async Task OutageOfLegacy_TakesNothingBackThatAnswers(int status)
    {
        var answer = Answers(200);
        await using var legacy = await LegacyStub.StartAsync(context => Volatile.Read(ref answer)(context));
        await using var gateway = Broken(legacy.Address, new Fault("500"));
        await AskManyAsync(gateway, 20);

        Volatile.Write(ref answer, Answers(status));
        await AskManyAsync(gateway, 60);

        Assert.Equal("live", await StageAsync(gateway));
    }

    /// <summary>An outage before the stage: the 502s are the gateway's, and no share of errors that modern may have too. Nothing is compared.</summary>
    [Fact]
    public async Task OutageOfLegacy_DoesNotBlindTheWatch()
    {
        var isDown = true;
        var answer = Answers(200);
        await using var legacy = await LegacyStub.StartAsync(context =>
        {
            if (!Volatile.Read(ref isDown))
                return answer(context);
            context.Abort();
            return Task.CompletedTask;
        });
        var fault = new Fault("500");
        await using var gateway = Broken(legacy.Address, fault, ("ShadowDiff:SampleRate", "0"));
        await gateway.SetStageAsync("test", "legacy");
        for (var request = 0; request < 200; request++)
            Assert.Equal(502, await AskAsync(gateway));

        Volatile.Write(ref isDown, false);
        await gateway.SetStageAsync("test", "live");
        var bad = 0;
        for (var request = 0; request < 300 && await StageAsync(gateway) == "live"; request++)
        {
            fault.IsOn = request % 5 < 2;
            bad += await AskAsync(gateway) == 200 ? 0 : 1;
            await Task.Delay(TenASecond, Token);
        }

        Assert.InRange(bad, 5, 50);
        await Eventually.IsTrueAsync(async () => await StageAsync(gateway) == "legacy", Token);
    }

    /// <summary>A share that hangs: the module blocks its thread, no client gets an answer, and the thirteenth of an address is refused.</summary>
    [Fact]
    public async Task ModuleThatHangs_IsTakenBack_WhileItHangs()
    {
        await using var legacy = await LegacyStub.StartAsync(Answers(200));
        using var share = new ManualResetEventSlim();
        using var clients = new CancellationTokenSource();
        await using var gateway = Broken(legacy.Address, new Fault(share));
        List<Task<int>> asked = [];
        try
        {
            for (var request = 0; request < 300 && await StageAsync(gateway) == "live"; request++)
            {
                asked.Add(AskUntilAsync(gateway, clients.Token));
                await Task.Delay(TenASecond, Token);
            }

            Assert.Equal("legacy", await StageAsync(gateway));
            Assert.DoesNotContain(asked, one => one is { IsCompletedSuccessfully: true, Result: not (429 or 200) });
            Assert.Contains("had not begun after 3 s or more", (string?)(await gateway.AuditAsync())[0]!["why"], StringComparison.Ordinal);
        }
        finally
        {
            share.Set();
            await clients.CancelAsync();
            await Task.WhenAny(Task.WhenAll(asked)); // those who left throw
        }
    }

    [Fact]
    public async Task ModuleThatHangs_IsFoundByTheGatewaysOwnQuestions()
    {
        await using var legacy = await LegacyStub.StartAsync(Answers(200));
        using var share = new ManualResetEventSlim();
        using var folder = new TemporaryFolder();
        await using var gateway = await ModuleGateway.StartAsync(
            folder.Path, legacy.Address, new FakeJobs(), _ => Task.Run(share.Wait, Token), "--Gateway:Watch:Enabled=true", "--Gateway:Watch:ProbeAfter=00:00:00.5", "--ShadowDiff:Timeout=00:00:00.200", "--ShadowDiff:Concurrency=32");
        await gateway.SetAsync("live", "server_info");
        try
        {
            await Eventually.IsTrueAsync(() => gateway.Services.GetRequiredService<CutoverState>().Current.StageOf("server_info") == Stage.Legacy, Token);
        }
        finally
        {
            share.Set();
        }
    }

    [Theory]
    [InlineData("Gateway:Watch:Enabled")]
    [InlineData("Gateway:Watch:Routes:test:Enabled")]
    public async Task TurnedOff_NothingIsTakenBack(string setting)
    {
        await using var legacy = await LegacyStub.StartAsync(Answers(200));
        await using var gateway = Broken(legacy.Address, new Fault("500") { IsOn = true }, (setting, "false"));

        await AskManyAsync(gateway, 60);

        Assert.Equal("live", await StageAsync(gateway));
    }

    /// <summary>Each start is answered 200, and each job fails: neither errors nor readiness, which takes nothing back here, have a part in it.</summary>
    [Fact]
    public async Task MissingClient_IsFoundByTheJobsThatFail()
    {
        await using var legacy = await LegacyStub.StartAsync(Answers(200));
        await using var gateway = new GatewayApp(legacy.Address, On, ("Services:Jobs:Client", "no-such-client")).With("live", "start_backup").Start();
        using var client = gateway.Public;

        for (var job = 0; job < 12; job++)
        {
            using var form = new MultipartFormDataContent { { new StringContent($"user{job}"), "username" }, { new StringContent("a"), "file", "a.txt" } };
            using var started = await client.PostAsync("/api/start_backup", form, Token);
            Assert.Equal(200, (int)started.StatusCode);
        }

        await Eventually.IsTrueAsync(async () => await StageAsync(gateway, "start_backup") == "legacy", Token);
        var latch = (await gateway.BoardAsync())["latched"]![0]!;
        Assert.Equal("jobs", (string?)latch["watch"]);
        Assert.Contains("jobs could not be run; 5.0 % may, the last one with: Backup failed: C++ client not found.", (string?)latch["evidence"], StringComparison.Ordinal);
    }

    /// <summary>What is wrong is the request, and legacy answers the same (contract 5); at complete nobody asks it.</summary>
    [Fact]
    public async Task ServerErrorsOfTheContract_AreNoneOfModerns()
    {
        await using var legacy = await LegacyStub.StartAsync(Answers(200));
        await using var gateway = new GatewayApp(legacy.Address, On).With("complete", "connect", "check_receipt").Start();
        using var client = gateway.Public;
        for (var request = 0; request < 20; request++)
        {
            foreach (var body in new[] { "{", "1" })
                Assert.Equal(500, (int)(await client.PostAsync("/api/connect", new StringContent(body, null, "application/json"), Token)).StatusCode);
            Assert.Equal(500, (int)(await client.GetAsync("/api/check_receipt/" + new string('x', 300), Token)).StatusCode);
        }

        var watches = gateway.Services.GetRequiredService<RouteWatches>();
        Assert.Equal((0, 0), (watches.Of("connect")!.Failures, watches.Of("check_receipt")!.Failures));
    }

    [Fact]
    public async Task RouteThatNobodyAsksFor_IsAskedByTheGateway()
    {
        await using var legacy = await LegacyStub.StartAsync(Answers(200));
        await using var gateway = new GatewayApp(legacy.Address, On, ("Gateway:Watch:ProbeAfter", "00:00:00.5"))
            .With("live", "status", "server_info").Start();

        // No client asks: what legacy hears are the gateway's own questions. A status it does not ask for: that would connect the side that answers (Q17), and pages would hear of it.
        await Eventually.IsTrueAsync(() => legacy.Paths.Count(path => path == "/api/server_info") >= 2, Token);
        Assert.DoesNotContain(legacy.Paths, path => path == "/api/status");

        // And their answers are compared: what legacy says there is something else, which breaks clients.
        await Eventually.IsTrueAsync(async () => await StageAsync(gateway, "server_info") == "legacy", Token);
        Assert.Equal("divergences", (string?)Assert.Single((await gateway.BoardAsync())["latched"]!.AsArray())!["watch"]);
        Assert.Equal(0, (await gateway.Services.GetRequiredService<PromotionGate>().JudgeAsync("server_info", Token)).Evidence.Compared); // of clients alone
    }

    private static GatewayApp Broken(Uri legacy, Fault fault, params (string, string)[] settings) => new GatewayApp(legacy, [On, .. settings])
        .With("live", "test")
        .With(services => services.AddSingleton<MatcherPolicy>(new FaultyModules([new("test", "POST", "/api/test", "", fault.Apply)])))
        .Start();

    private static RequestDelegate Answers(int status) => context =>
    {
        (context.Response.StatusCode, context.Response.ContentType) = (status, "application/json");
        return context.Response.WriteAsync(Answer + "\n");
    };

    private static async Task AskManyAsync(GatewayApp gateway, int count)
    {
        for (var request = 0; request < count; request++)
        {
            await AskAsync(gateway);
            await Task.Delay(TenASecond / 2, Token);
        }

        await Task.Delay(TimeSpan.FromSeconds(2), Token); // longer than legacy's answer is waited for
    }

    private static Task<int> AskAsync(GatewayApp gateway) => AskUntilAsync(gateway, Token);

    private static async Task<int> AskUntilAsync(GatewayApp gateway, CancellationToken token)
    {
        using var client = gateway.Public;
        using var answer = await client.PostAsync("/api/test", null, token);
        return (int)answer.StatusCode;
    }

    private static async Task<string?> StageAsync(GatewayApp gateway, string route = "test") =>
        (string?)(await gateway.BoardAsync())["routes"]!.AsArray().Single(row => (string?)row!["route"] == route)!["stage"];

    private sealed class Fault(string kind)
    {
        public volatile bool IsOn;
        private readonly ManualResetEventSlim? _share;

        /// <summary>Hangs until it is set.</summary>
        public Fault(ManualResetEventSlim share)
            : this("hangs") => (_share, IsOn) = (share, true);

        public string Apply(HttpResponse response, string body)
        {
            if (!IsOn)
                return body;
            if (_share is not null)
            {
                _share.Wait();
                return body;
            }

            if (kind == "throws")
                throw new InvalidOperationException("on purpose");

            response.StatusCode = int.Parse(kind, System.Globalization.CultureInfo.InvariantCulture);
            return body;
        }
    }
}
