using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Strangler.Gateway.Fallback;
using Strangler.Gateway.Tests.Jobs;
using Strangler.Testing;
using Strangler.Testing.Http;

namespace Strangler.Gateway.Tests.Fallback;

/// <summary>A module that fails before its answer has begun costs its client nothing: legacy's answer comes in its place, and everybody who should know does.</summary>
public sealed class FallbackTests : IAsyncDisposable
{
    private const string Secret = "0123456789abcdef";

    private readonly TemporaryFolder _folder = new();
    private readonly FakeJobs _jobs = new();
    private LegacyStub? _legacy;
    private ModuleGateway? _gateway;
    private volatile RequestDelegate _deed = _ => throw new InvalidOperationException("broken");
    private int _asked;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private int Asked => Volatile.Read(ref _asked);

    public async ValueTask DisposeAsync()
    {
        if (_gateway is not null)
            await _gateway.DisposeAsync();
        if (_legacy is not null)
            await _legacy.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("GET", "/api/status?a=%2F&b")]
    [InlineData("GET", "/some/page.html")]
    [InlineData("HEAD", "/api/status")]
    [InlineData("OPTIONS", "/api/status")]
    public async Task ModuleThatThrows_LegacysAnswerComesByteForByte(string method, string target)
    {
        var gateway = await StartAsync();
        var request = RawRequest.Get(target) with { Method = method };
        await gateway.RollBackAllAsync();
        var legacys = await RawHttp.SendAsync(gateway.Address, request, Token);
        await gateway.SetAsync("live", "status", "static");

        var answer = await RawHttp.SendAsync(gateway.Address, request, Token);

        Assert.Equal(1, Asked);
        Assert.Equal("legacy; fallback", answer.Value("X-Served-By"));
        Assert.Equal(Text(legacys).Replace("X-Served-By: legacy", "X-Served-By: legacy; fallback", StringComparison.Ordinal), Text(answer));
        Assert.Equal(2, _legacy!.Paths.Count(path => target.StartsWith(path, StringComparison.Ordinal))); // the gateway itself asks for other things
    }

    [Theory]
    [InlineData("POST", false)]
    [InlineData("PUT", false)]
    [InlineData("get", false)]
    [InlineData("GET", true)]
    public async Task RequestThatMayChangeSomething_OrHasABody_IsNotSentTwice(string method, bool hasBody)
    {
        var gateway = await StartAsync();
        await gateway.SetAsync("live", "status");
        var request = RawRequest.Get("/api/status") with { Method = method };

        var answer = await RawHttp.SendAsync(gateway.Address, hasBody ? request.With("Content-Length", "1") with { Body = "x"u8.ToArray() } : request, Token);

        Assert.Equal(500, answer.Status);
        Assert.Null(Fallbacks.Of("status"));
    }

    [Fact]
    public async Task WhatLegacyCannotKnow_OrWasNotAskedFor_StaysModerns()
    {
        var gateway = await StartAsync($"--Gateway:TesterSecret={Secret}");
        _jobs.Owned["moderns"] = [];
        await gateway.SetAsync("live", "status", "job_status", "perf", "server_info");
        var byTester = RawRequest.Get("/api/status").With("X-Cutover", "modern").With("X-Cutover-Secret", Secret);

        Assert.Equal(500, await StatusAsync(RawRequest.Get("/api/status?job_id=moderns")));
        Assert.Equal(500, await StatusAsync(byTester));
        Assert.Equal(200, await StatusAsync(RawRequest.Get("/api/status?job_id=nobodys")));

        _jobs.HasLive = true; // legacy would say that no backup is under way
        Assert.Equal(500, await StatusAsync(RawRequest.Get("/api/status")));
        Assert.Equal(500, await StatusAsync(RawRequest.Get("/api/perf")));
        Assert.Equal(200, await StatusAsync(RawRequest.Get("/api/server_info")));
        _jobs.HasLive = false;

        await gateway.SetAsync("complete", "status"); // legacy may be gone
        Assert.Equal(500, await StatusAsync(RawRequest.Get("/api/status")));
        await gateway.SetAsync("canary 99.99 %", "status");
        Assert.Equal(200, await StatusAsync(RawRequest.Get("/api/status")));
        await gateway.SetLegacyOnlyAsync(true);
        var asked = Asked;
        Assert.Equal(200, await StatusAsync(RawRequest.Get("/api/status")));
        Assert.Equal(asked, Asked);
    }

    [Fact]
    public async Task SwitchedOff_ModernAnswersForItself()
    {
        var gateway = await StartAsync("--Gateway:Fallback:Enabled=false");
        await gateway.SetAsync("live", "status");

        Assert.Equal(500, await StatusAsync(RawRequest.Get("/api/status")));
    }

    [Fact]
    public async Task AnswerThatHasBegun_IsCutOff_AndNotReplaced()
    {
        _deed = async context =>
        {
            await context.Response.WriteAsync("half", Token);
            throw new InvalidOperationException("broken");
        };
        var gateway = await StartAsync();
        await gateway.SetAsync("live", "status");

        var answer = await RawHttp.SendAsync(gateway.Address, RawRequest.Get("/api/status"), Token);

        Assert.Equal(("half", false, 200), (answer.Text, answer.Complete, answer.Status));
        Assert.Null(Fallbacks.Of("status"));
    }

    [Fact]
    public async Task Breaker_SparesModern_UntilItIsWell()
    {
        var gateway = await StartAsync("--Gateway:Fallback:BreakAfter=3", "--Gateway:Fallback:BreakDuration=00:00:00.500");
        await gateway.SetAsync("live", "status", "perf");
        for (var request = 0; request < 10; request++)
            Assert.Equal(200, await StatusAsync(RawRequest.Get("/api/status")));

        Assert.InRange(Asked, 3, 5); // more only where ten requests take longer than the break
        Assert.Equal((10, "breaker-open"), (Fallbacks.Of("status")!.Count, Fallbacks.Of("status")!.Cause));
        _deed = _ => Task.CompletedTask;
        Assert.Equal("modern perf ", await gateway.AskAsync("/api/perf"));
        await Eventually.IsTrueAsync(async () => await gateway.AskAsync("/api/status") == "modern status ", Token);
    }

    [Fact]
    public async Task Timeout_EndsAModuleThatHasNotBegun_AndLeavesOneThatHas()
    {
        var gateway = await StartAsync("--Gateway:Fallback:Timeout=00:00:00.300");
        await gateway.SetAsync("live", "status");
        _deed = context => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        Assert.Equal("legacy GET /api/status", await gateway.AskAsync("/api/status"));
        Assert.Equal("timeout", Fallbacks.Of("status")!.Cause);

        _deed = async context =>
        {
            await context.Response.WriteAsync("slow ", Token);
            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, context.RequestAborted);
        };
        Assert.Equal("slow modern status ", await gateway.AskAsync("/api/status"));
        Assert.Equal(1, Fallbacks.Of("status")!.Count);
    }

    [Fact]
    public async Task WithoutALegacyThatAnswers_ModernIsAskedAllTheSame()
    {
        var gateway = await StartAsync("--Gateway:Fallback:BreakAfter=2", "--Gateway:Fallback:BreakDuration=00:10:00");
        await gateway.SetAsync("live", "status");
        await _legacy!.DisposeAsync();
        for (var request = 0; request < 6; request++)
            Assert.Equal(502, await StatusAsync(RawRequest.Get("/api/status")));

        Assert.InRange(Asked, 4, 6);
        _deed = _ => Task.CompletedTask;
        await Eventually.IsTrueAsync(async () => await gateway.AskAsync("/api/status") == "modern status ", Token);
    }

    /// <summary>The two come at different times.</summary>
    private static string Text(RawResponse answer) => $"{answer with { Headers = [.. answer.Headers.Where(header => header.Key != "Date")] }}";

    private FallbackCounts Fallbacks => _gateway!.Services.GetRequiredService<FallbackCounts>();

    private async Task<int?> StatusAsync(RawRequest request) => (await RawHttp.SendAsync(_gateway!.Address, request, Token)).Status;

    private async Task<ModuleGateway> StartAsync(params string[] settings)
    {
        _legacy = await LegacyStub.StartAsync();
        // Nothing but the clients is to ask either side.
        return _gateway = await ModuleGateway.StartAsync(_folder.Path, _legacy.Address, _jobs, DoAsync, ["--ShadowDiff:SampleRate=0", "--ShadowDiff:UncertainSampleRate=0", .. settings]);
    }

    private Task DoAsync(HttpContext context)
    {
        Interlocked.Increment(ref _asked);
        return _deed(context);
    }
}
