using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Strangler.Services.Backups.Jobs;

namespace Strangler.Services.Tests.Backups.Jobs;

/// <summary>What is kept of jobs that have ended, and for how long.</summary>
public sealed class JobRetentionTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero));
    private readonly JobDirectory _jobs;
    private readonly JobRetention _retention;

    public JobRetentionTests()
    {
        _jobs = new JobDirectory(_time);
        _retention = new JobRetention(_jobs, new NoJobStore(), Options.Create(new JobsOptions { Retention = TimeSpan.FromHours(1) }), _time, NullLogger<JobRetention>.Instance);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _retention.Dispose();

    [Fact]
    public async Task EventsThatNobodyHasRead_AreKeptForTheHundredJobsThatEndedLast()
    {
        var (first, running) = (JobWithEvent(), JobWithEvent());
        first.End(JobEnd.Completed, _time.GetUtcNow());
        await EndAsync(99);
        Assert.Single(first.Read(draining: false).Events);

        await EndAsync(1);
        Assert.Empty(first.Read(draining: false).Events);
        Assert.Equal(100, _jobs.All.Count(job => job.EndedAt is not null && job.Read(draining: false).Events.Count == 1));
        Assert.Single(running.Read(draining: false).Events);
        Assert.Same(first, _jobs.Find(first.Id));
    }

    [Fact]
    public async Task Job_IsForgottenOnceItEndedLongAgo()
    {
        var (running, ended) = (JobWithEvent(), JobWithEvent());
        ended.End(JobEnd.Completed, _time.GetUtcNow());

        await AfterAsync(TimeSpan.FromHours(1));
        Assert.Same(ended, _jobs.Find(ended.Id));

        await AfterAsync(TimeSpan.FromSeconds(1));
        Assert.Null(_jobs.Find(ended.Id));
        Assert.Same(running, _jobs.Find(running.Id));
    }

    /// <summary>That many more end, one after the other.</summary>
    private async Task EndAsync(int jobs)
    {
        for (var i = 0; i < jobs; i++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(1));
            JobWithEvent().End(JobEnd.Completed, _time.GetUtcNow());
        }

        await AfterAsync(TimeSpan.FromMinutes(1));
    }

    private Job JobWithEvent()
    {
        var job = _jobs.Create();
        job.Accept("a.bin", 1);
        job.Add(new JobEvent("CONFIG", "a step"));
        return job;
    }

    private Task AfterAsync(TimeSpan time)
    {
        _time.Advance(time);
        return _retention.ForgetAsync(Token);
    }
}
