using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Strangler.Gateway.Jobs;
using Strangler.ShadowDiff.Reports;
using Strangler.Testing;

namespace Strangler.Gateway.Tests.Jobs;

/// <summary>A job stays with the side that started it, however the flags move.</summary>
public sealed class PinnedRoutingTests : IAsyncLifetime
{
    private static readonly string[] Pinned = ["job_status", "job_perf", "cancel_job"];
    private static readonly string[] Lists = ["perf", "cancel_all"];

    private readonly TemporaryFolder _folder = new();
    private readonly FakeJobs _jobs = new();
    private LegacyStub _legacy = null!;
    private ModuleGateway _gateway = null!;

    private LegacyJobs LegacysJobs => _gateway.Services.GetRequiredService<LegacyJobs>();

    public async ValueTask InitializeAsync()
    {
        _legacy = await LegacyStub.StartAsync(context => context.Response.WriteAsync(
            context.Request.Path == "/api/cancelable_jobs" ? """{"jobs":[{"job_id":"legacys"}],"success":true}""" : "legacy", context.RequestAborted));
        _gateway = await ModuleGateway.StartAsync(_folder.Path, _legacy.Address, _jobs);
        _jobs.Owned["moderns"] = [];
        LegacysJobs.Learn("legacys");
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _legacy.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task EveryStage_AndRollback_LeaveJobsWhereTheyStarted()
    {
        foreach (var stage in (string[])["legacy", "shadow", "live", "complete", "live"])
        {
            await _gateway.SetAsync(stage, Pinned);
            await AssertPinnedAsync();
            await AssertUnknownAsync(stage is "live" or "complete" ? "modern" : "legacy");
        }

        await _gateway.RollBackAllAsync();
        await AssertPinnedAsync();
        await AssertUnknownAsync("legacy");
    }

    /// <summary>Its page has to hear of its end.</summary>
    [Fact]
    public async Task Complete_AJobThatHasJustEndedAtLegacy_IsLegacysToAnswer()
    {
        await _gateway.SetAsync("complete", Pinned);
        LegacysJobs.Saw([], LegacysJobs.Starts);

        Assert.Equal("legacy", await SideAsync("/api/status?job_id=legacys"));
    }

    [Fact]
    public async Task Complete_AJobThatLegacyNoLongerRuns_IsModernsToAnswer()
    {
        await _gateway.SetAsync("complete", Pinned);
        LegacysJobs.Remember([new OwnedJob("of yesterday", TimeProvider.System.GetUtcNow().AddDays(-1))]);
        Assert.Equal("modern", await SideAsync("/api/status?job_id=of+yesterday"));

        await _gateway.SetAsync("live", Pinned);
        Assert.Equal("legacy", await SideAsync("/api/status?job_id=of+yesterday"));
    }

    [Fact]
    public async Task Complete_AfterLegacyIsGone_IsModernsToAnswer()
    {
        await _gateway.SetAsync("complete", Pinned);
        await _legacy.DisposeAsync();

        await Eventually.GetAsync(() => SideAsync("/api/status?job_id=legacys"), side => side == "modern", TestContext.Current.CancellationToken);
    }

    /// <summary>It has a job already, whose id nobody was told.</summary>
    [Fact]
    public async Task WhileLegacyReceivesAnUpload_AnUnknownJobIsLegacysToAnswer()
    {
        foreach (var stage in (string[])["live", "complete"])
        {
            await _gateway.SetAsync(stage, Pinned);
            LegacysJobs.BeginUpload();
            await AssertUnknownAsync("legacy");
            Assert.Equal("modern", await SideAsync("/api/status?job_id=moderns"));
            LegacysJobs.EndUpload();
            await AssertUnknownAsync("modern");
        }
    }

    [Fact]
    public async Task LegacyOnly_OutranksOwnership()
    {
        _jobs.HasLive = true;
        await _gateway.SetAsync("live", [.. Pinned, .. Lists]);
        await _gateway.SetLegacyOnlyAsync(true);

        foreach (var target in (string[])["/api/status?job_id=moderns", "/api/perf/moderns", "/api/cancel/moderns", "/api/perf", "/api/cancel_all"])
            Assert.Equal("legacy", await SideAsync(target));

        await _gateway.SetLegacyOnlyAsync(false);
        await AssertPinnedAsync();
    }

    [Fact]
    public async Task Lists_WhileModernRunsJobs_AreModernsWhateverTheFlag()
    {
        foreach (var target in (string[])["/api/perf", "/api/cancel_all"])
        {
            _jobs.HasLive = false;
            Assert.Equal("legacy", await SideAsync(target));
            _jobs.HasLive = true;
            Assert.Equal("modern", await SideAsync(target));
        }

        await _gateway.SetAsync("live", Lists);
        _jobs.HasLive = false;
        Assert.Equal("modern", await SideAsync("/api/perf"));
    }

    [Fact]
    public async Task PinnedRequests_AreCountedByTheirSide_OthersAreCompared()
    {
        await _gateway.SetAsync("shadow", "job_perf");
        foreach (var job in (string[])["moderns", "legacys", "unknown"])
            await SideAsync("/api/perf/" + job);

        var board = _gateway.Services.GetRequiredService<ParityFigures>();
        var counts = await Eventually.GetAsync(() => board.Current().GetValueOrDefault("job_perf"), now => now is { Eligible: 3 }, TestContext.Current.CancellationToken);
        Assert.Equal((1, 1, 1, 0), (counts!.Compared, counts.Pinned!.Legacy.Total, counts.Pinned.Modern.Total, counts.Uncompared.Count));
    }

    private async Task AssertPinnedAsync()
    {
        foreach (var target in (string[])["/api/status?job_id=", "/api/perf/", "/api/cancel/"])
        {
            Assert.Equal((target, "modern"), (target, await SideAsync(target + "moderns")));
            Assert.Equal((target, "legacy"), (target, await SideAsync(target + "legacys")));
        }
    }

    private async Task AssertUnknownAsync(string side)
    {
        foreach (var target in (string[])["/api/status?job_id=unknown", "/api/perf/unknown", "/api/cancel/unknown", "/api/status?job_id=Moderns"])
            Assert.Equal((target, side), (target, await SideAsync(target)));
    }

    private async Task<string> SideAsync(string target) => (await _gateway.AskAsync(target)).Split(' ')[0];
}
