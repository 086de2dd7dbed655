using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Strangler.Gateway.Jobs;
using Strangler.Services.Backups.Jobs;
using Strangler.Testing;

namespace Strangler.Gateway.Tests.Jobs;

/// <summary>How the gateway learns which jobs are legacy's.</summary>
public sealed class LegacyJobsTests
{
    private const string Started = "{\"filename\":\"a\",\"job_id\":\"job_1\",\"message\":\"Backup started for a\",\"success\":true,\"username\":\"u\"}\n";

    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch);
    private readonly LegacyJobs _jobs;

    public LegacyJobsTests() => _jobs = new(_time);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_ThroughTheGateway_IsLearnedBeforeTheClientHasTheAnswer_AndOutlivesARestart()
    {
        using var folder = new TemporaryFolder();
        await using var legacy = await LegacyStub.StartAsync(AnswerAsync(Started));
        await using (var gateway = await ModuleGateway.StartAsync(folder.Path, legacy.Address, new FakeJobs()))
        {
            Assert.Equal(Started, await gateway.AskAsync("/api/start_backup", "POST"));
            await gateway.SetAsync("live", "job_perf");
            Assert.Equal(Started, await gateway.AskAsync("/api/perf/job_1"));
            Assert.Equal("modern job_perf job_2", await gateway.AskAsync("/api/perf/job_2"));
        }

        await using var restarted = await ModuleGateway.StartAsync(folder.Path, legacy.Address, new FakeJobs());

        Assert.Equal(Started, await restarted.AskAsync("/api/perf/job_1"));
        Assert.Equal("modern job_perf job_2", await restarted.AskAsync("/api/perf/job_2"));
    }

    [Theory]
    [InlineData("no JSON at all")]
    [InlineData("[]")]
    [InlineData("{\"job_id\":1}")]
    [InlineData("{\"job_id\":\"\"}")]
    [InlineData("{\"job_id\":\"\\ud800\"}")]
    public async Task Start_AnswerWithoutAnId_GoesOnAsItCame(string answer)
    {
        using var folder = new TemporaryFolder();
        await using var legacy = await LegacyStub.StartAsync(AnswerAsync(answer));
        await using var gateway = await ModuleGateway.StartAsync(folder.Path, legacy.Address, new FakeJobs());

        Assert.Equal(answer, await gateway.AskAsync("/api/start_backup", "POST"));

        Assert.Equal(0, gateway.Services.GetRequiredService<LegacyJobs>().Starts);
    }

    [Fact]
    public async Task Start_Refused_OrOfAnotherMethod_TeachesNothing()
    {
        using var folder = new TemporaryFolder();
        await using var legacy = await LegacyStub.StartAsync(context =>
        {
            context.Response.StatusCode = HttpMethods.IsPost(context.Request.Method) ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK;
            return AnswerAsync(Started)(context);
        });
        await using var gateway = await ModuleGateway.StartAsync(folder.Path, legacy.Address, new FakeJobs());

        Assert.Equal(Started, await gateway.AskAsync("/api/start_backup", "POST"));
        Assert.Equal(Started, await gateway.AskAsync("/api/start_backup"));

        Assert.Equal(0, gateway.Services.GetRequiredService<LegacyJobs>().Starts);
    }

    [Fact]
    public void Live_FollowsLegacysList_ButAStartThatTheListCannotKnowStays()
    {
        _jobs.Learn("one");
        var starts = _jobs.Starts;
        _jobs.Learn("two");
        _jobs.Saw(["one", "listed"], starts);
        Assert.Equal(["listed", "one", "two"], _jobs.Live.Order());

        _jobs.Saw(["listed"], _jobs.Starts);
        Assert.Equal(["listed"], _jobs.Live);
        Assert.True(_jobs.Owns("one") && _jobs.Owns("listed") && _jobs.HasLive);

        _jobs.IsReachable = false;
        Assert.False(_jobs.HasLive || _jobs.IsCurrent("listed"));
    }

    /// <summary>Whoever looks at its page hears of its end, and not that there is no such job.</summary>
    [Fact]
    public void Ended_IsCurrentForAWhile()
    {
        _jobs.Learn("one");
        _jobs.Saw([], _jobs.Starts);
        _time.Advance(TimeSpan.FromMinutes(4.9));
        Assert.Equal((true, false), (_jobs.IsCurrent("one"), _jobs.HasLive));

        _jobs.IsReachable = false;
        Assert.False(_jobs.IsCurrent("one"));

        _jobs.IsReachable = true;
        _time.Advance(TimeSpan.FromMinutes(0.2));
        Assert.Equal((false, true), (_jobs.IsCurrent("one"), _jobs.Owns("one")));
    }

    [Fact]
    public void Forget_WhatStartedTooLongAgo()
    {
        _jobs.Learn("old");
        _jobs.Remember([new OwnedJob("older", DateTimeOffset.UnixEpoch.AddDays(-1)), new OwnedJob("new", DateTimeOffset.UnixEpoch.AddDays(1))]);

        _jobs.Forget(DateTimeOffset.UnixEpoch.AddSeconds(1));

        Assert.Equal((false, false, true), (_jobs.Owns("old"), _jobs.Owns("older"), _jobs.Owns("new")));
    }

    [Fact]
    public async Task ForeignJobs_GiveLegacysAnswer_AndNothingWhereItHasNone()
    {
        using var folder = new TemporaryFolder();
        await using var legacy = await LegacyStub.StartAsync(context =>
        {
            context.Response.StatusCode = context.Request.Path == "/api/perf" ? StatusCodes.Status404NotFound : StatusCodes.Status200OK;
            return context.Response.WriteAsync(context.Request.Method, context.RequestAborted);
        });
        await using var gateway = await ModuleGateway.StartAsync(folder.Path, legacy.Address, new FakeJobs());
        var foreign = gateway.Services.GetRequiredService<IForeignJobs>();

        Assert.Equal("POST"u8.ToArray(), (await foreign.AskAsync("POST", "/api/cancel_all", Token))!.Value.ToArray());
        Assert.Null(await foreign.AskAsync("GET", "/api/perf", Token));
        await legacy.DisposeAsync();
        Assert.Null(await foreign.AskAsync("GET", "/api/cancelable_jobs", Token));
    }

    /// <summary>As over HTTP: only what is legacy's goes there, with its reason.</summary>
    [Theory]
    [InlineData("job_1", 200, ForeignCancellation.Told)]
    [InlineData("job_1", 400, ForeignCancellation.Ended)]
    [InlineData("job_1", 404, ForeignCancellation.Unknown)]
    [InlineData("job_1", 405, ForeignCancellation.Refused)]
    [InlineData("job_1", 500, ForeignCancellation.Unavailable)]
    [InlineData("job_2", 200, ForeignCancellation.Unknown)]
    public async Task ForeignJobs_CancelLegacysJob_There(string job, int status, ForeignCancellation result)
    {
        using var folder = new TemporaryFolder();
        var asked = new List<string>();
        await using var legacy = await LegacyStub.StartAsync(async context =>
        {
            if (!context.Request.Path.StartsWithSegments("/api/cancel"))
                return;
            asked.Add($"{context.Request.Method} {context.Request.Path} {await new StreamReader(context.Request.Body).ReadToEndAsync(context.RequestAborted)}");
            context.Response.StatusCode = status;
        });
        await using var gateway = await ModuleGateway.StartAsync(folder.Path, legacy.Address, new FakeJobs());
        gateway.Services.GetRequiredService<LegacyJobs>().Learn("job_1");
        var foreign = gateway.Services.GetRequiredService<IForeignJobs>();

        Assert.Equal(result, await foreign.CancelAsync(job, "a \"try\"", Token));
        Assert.Equal(job == "job_1" ? ["POST /api/cancel/job_1 {\"reason\":\"a \\u0022try\\u0022\"}"] : [], asked);

        await legacy.DisposeAsync();
        Assert.Equal(job == "job_1" ? ForeignCancellation.Unavailable : ForeignCancellation.Unknown, await foreign.CancelAsync(job, null, Token));
    }

    [Fact]
    public async Task Health_CountsTheJobsOfBothSides()
    {
        var jobs = new FakeJobs();
        jobs.Owned["moderns"] = [];
        using var folder = new TemporaryFolder();
        await using var legacy = await LegacyStub.StartAsync(AnswerAsync(Started));
        await using var gateway = await ModuleGateway.StartAsync(folder.Path, legacy.Address, jobs);
        await gateway.AskAsync("/api/start_backup", "POST");
        await gateway.SetAsync("live", "start_backup");
        Assert.Equal("modern start_backup ", await gateway.AskAsync("/api/start_backup", "POST"));

        Assert.Equal(2, gateway.Services.GetRequiredService<Strangler.Services.Routes.Health.IBackupActivity>().Jobs);
    }

    private static RequestDelegate AnswerAsync(string body) => context =>
    {
        context.Response.ContentLength = body.Length;
        return context.Response.WriteAsync(body, context.RequestAborted);
    };
}
