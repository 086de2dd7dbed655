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
    public async Task EventsOfAnEndedJob_AreForgottenSoon_ItsRecordLater()
    {
        var (running, ended) = (JobWithEvent(), JobWithEvent());
        ended.End(JobEnd.Completed, _time.GetUtcNow());

        await AfterAsync(TimeSpan.FromSeconds(59));
        Assert.Single(ended.Read(draining: false).Events);

        await AfterAsync(TimeSpan.FromSeconds(1));
        Assert.Empty(ended.Read(draining: false).Events);
        Assert.Single(running.Read(draining: false).Events);
        Assert.Same(ended, _jobs.Find(ended.Id));

        await AfterAsync(TimeSpan.FromHours(1));
        Assert.Null(_jobs.Find(ended.Id));
        Assert.Same(running, _jobs.Find(running.Id));
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
