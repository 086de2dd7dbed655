using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Strangler.CommandLine.Cases;
using Strangler.CommandLine.Parity;
using Strangler.ShadowDiff.Compare;
using Strangler.Testing;

namespace Strangler.CommandLine.Tests.Parity;

public sealed class ParityRunTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/api/perf/a%2Fb")]
    [InlineData("//api/status")]
    [InlineData("/api/../health")]
    [InlineData("/api/status/?a=%zz&b=%C3%A4'\"<>")]
    [InlineData("/%2e%2e/%5c")]
    public async Task Target_ReachesBothSidesByteForByte(string target)
    {
        var targets = new ConcurrentBag<string>();
        Func<string, string> keep = seen =>
        {
            targets.Add(seen);
            return "{}";
        };
        await using var legacy = await AnsweringServer.StartAsync(keep, Token);
        await using var modern = await AnsweringServer.StartAsync(keep, Token);

        var run = await RunAsync(legacy, modern, Token, Get(target));

        Assert.True(run.ShowsParity);
        Assert.Equal([target, target], targets);
    }

    [Fact]
    public async Task CapturedValue_GoesToItsOwnSide_AndIsMasked()
    {
        static Func<string, string> With(string id) => target =>
            target == "/start" ? $$"""{"job_id":"{{id}}","message":"started {{id}}"}""" : $$"""{"known":{{(target == $"/jobs/{id}" ? "true" : "false")}},"id":"{{id}}"}""";
        await using var legacy = await AnsweringServer.StartAsync(With("job_11111111"), Token);
        await using var modern = await AnsweringServer.StartAsync(With("job_22222222"), Token);
        var start = Get("/start") with { Captures = new Dictionary<string, AnswerPlace> { ["id"] = AnswerPlace.TryParse("body /job_id")! } };

        var run = await RunAsync(legacy, modern, Token, start, Get("/jobs/{id}") with { Uses = ["id"] });

        Assert.Equal([CaseOutcome.Match, CaseOutcome.Match], run.Cases.Select(result => result.Outcome));
        Assert.Contains("\"known\":true", System.Text.Encoding.UTF8.GetString(run.Cases[1].Modern!.Response!.Body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ValueThatOneSideDidNotGive_MakesLaterCasesNotComparable()
    {
        await using var legacy = await AnsweringServer.StartAsync(_ => """{"job_id":"job_11111111"}""", Token);
        await using var modern = await AnsweringServer.StartAsync(_ => """{"job_id":null}""", Token);
        var start = Get("/start") with { Captures = new Dictionary<string, AnswerPlace> { ["id"] = AnswerPlace.TryParse("body /job_id")! } };

        var run = await RunAsync(legacy, modern, Token, start, Get("/jobs/{id}") with { Uses = ["id"] });

        Assert.Equal([CaseOutcome.Diverged, CaseOutcome.NotComparable], run.Cases.Select(result => result.Outcome));
        Assert.Equal("it needs {id}, which modern did not give", run.Cases[1].Detail);
        Assert.False(run.ShowsParity);
    }

    [Fact]
    public async Task Until_AsksEachSideUntilItsAnswerSaysSo()
    {
        static Func<string, string> After(int times) => _ => --times > 0 ? """{"done":false}""" : """{"done":true}""";
        await using var legacy = await AnsweringServer.StartAsync(After(1), Token);
        await using var modern = await AnsweringServer.StartAsync(After(3), Token);
        var waiting = new Waiting(AnswerPlace.TryParse("body /done")!, new("true"), TimeSpan.FromMinutes(1));

        var run = await RunAsync(legacy, modern, Token, Get("/status") with { Until = waiting });

        Assert.True(run.ShowsParity);
    }

    [Fact]
    public async Task Until_ThatNeverComes_IsUnable()
    {
        await using var side = await AnsweringServer.StartAsync(_ => """{"done":false}""", Token);
        var waiting = new Waiting(AnswerPlace.TryParse("body /done")!, new("true"), TimeSpan.Zero);

        var result = Assert.Single((await RunAsync(side, side, Token, Get("/status") with { Until = waiting })).Cases);

        Assert.Equal(CaseOutcome.Unable, result.Outcome);
        Assert.Contains("legacy: the answer did not come to true within 0 s", result.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OneSideRefusing_IsNotComparable_OneSideCutOff_IsUnable()
    {
        await using var legacy = await AnsweringServer.StartAsync(_ => "{}", Token);
        await using var modern = await AnsweringServer.StartAsync((target, response) =>
        {
            if (target == "/cut")
                response.HttpContext.Abort();
            response.StatusCode = 429;
            return Task.CompletedTask;
        }, Token);

        var run = await RunAsync(legacy, modern, Token, Get("/refuse"), Get("/cut"));

        Assert.Equal([CaseOutcome.NotComparable, CaseOutcome.Unable], run.Cases.Select(result => result.Outcome));
        Assert.StartsWith("modern: ", run.Cases[1].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancellation_KeepsWhatWasDone()
    {
        using var interrupt = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await using var legacy = await AnsweringServer.StartAsync(_ => "{}", Token);
        await using var modern = await AnsweringServer.StartAsync(async (target, response) =>
        {
            if (target == "/second")
            {
                await interrupt.CancelAsync();
                await Hang.UntilAsync(response.HttpContext.RequestAborted);
            }
        }, Token);

        var run = await RunAsync(legacy, modern, interrupt.Token, Get("/first"), Get("/second"), Get("/third"));

        Assert.True(run.IsInterrupted);
        Assert.Equal("/first", Assert.Single(run.Cases).Case.Name);
        Assert.False(run.ShowsParity);
    }

    private static Case Get(string target) => new(target, "status", new("GET", target, new Dictionary<string, StringValues>(), null));

    /// <summary>Through a gateway whose route is at legacy, both answers are Flask's: they prove nothing.</summary>
    [Theory]
    [InlineData("X-Served-By", "legacy", false)]
    [InlineData("X-Served-By", "modern", true)]
    [InlineData("Server", "Werkzeug/2.2.2 Python/3.11.2", false)]
    [InlineData("Server", "Kestrel", true)]
    public async Task AnswerOfLegacy_InModernsPlace_IsNoParity(string header, string value, bool showsParity)
    {
        Func<string, HttpResponse, Task> answer = (_, response) =>
        {
            response.Headers[header] = value;
            return response.WriteAsync("{}", Token);
        };
        await using var legacy = await AnsweringServer.StartAsync(answer, Token);
        await using var modern = await AnsweringServer.StartAsync(answer, Token);

        var run = await RunAsync(legacy, modern, Token, Get("/api/test"));

        Assert.Equal(showsParity, run.ShowsParity);
        Assert.Equal(showsParity ? CaseOutcome.Match : CaseOutcome.NotComparable, run.Cases[0].Outcome);
        Assert.Equal(showsParity, run.Cases[0].Detail is null);
    }

    private static async Task<RunResult> RunAsync(AnsweringServer legacy, AnsweringServer modern, CancellationToken cancellationToken, params Case[] cases)
    {
        using var left = legacy.As("legacy");
        using var right = modern.As("modern");
        var comparison = ResponseComparison.Load([RepositoryRoot.Combine("rules.json")], null, TimeProvider.System);
        var run = new ParityRun(left, right, comparison, new Pace(null, null, null, TimeProvider.System), 1, _ => { }, TimeProvider.System);
        return await run.RunAsync([new(cases)], "test", cancellationToken);
    }
}
