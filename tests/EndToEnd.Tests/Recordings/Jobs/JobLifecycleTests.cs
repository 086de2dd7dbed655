using Strangler.Testing.Comparison;
using Strangler.Testing.Processes;

namespace Strangler.EndToEnd.Tests.Recordings.Jobs;

/// <summary>The recorded lives of jobs, seen by polling: the states, their order, and the last one.</summary>
public sealed class JobLifecycleTests(LifecycleInstallations installations) : IClassFixture<LifecycleInstallations>
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>A user's backup works once at legacy (Q4).</summary>
    private static int _users;

    public static TheoryData<string> Cases => [.. LifecycleCases.All.Select(one => one.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public Task ReferenceFlask_Job_LivesAsRecorded(string name) => PlayAsync(name, Target.Legacy);

    /// <summary>The same lives where C# runs the job; what differs on purpose stands in <see cref="ModernLife"/> and with its case.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public Task GatewayAtLive_Job_LivesAsRecorded(string name) => PlayAsync(name, Target.AtLive);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task GatewayAtComplete_Job_LivesAsRecorded(string name) => PlayAsync(name, Target.AtComplete);

    [Fact]
    public void NotPlayed_Is_ThisList() => Assert.Equal(
        ["cancel at once, before the client process exists", "timeout: silent server"],
        LifecycleCases.Recorded.Select(one => one.GetProperty("name").GetString()!).Except(LifecycleCases.All.Select(one => one.Name)).Order(StringComparer.Ordinal));

    private async Task PlayAsync(string name, Target target)
    {
        var play = LifecycleCases.All.Single(one => one.Name == name);
        var passed = false;
        try
        {
            await PlayAsync(play, target);
            passed = true;
        }
        finally
        {
            RecordingReport.Lives.Add(new(name, target, target.IsModern ? ["Q1", .. play.Quirk is { } quirk ? [quirk] : Array.Empty<string>()] : [], passed));
        }
    }

    private async Task PlayAsync(LifecycleCase play, Target target)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        var installation = await installations.ForAsync(play, target, patience.Token);
        await using var own = play.IsAlone ? installation : null;
        await using var relay = play.ChecksumRate is null ? null : new Relay(installation.BackupPort);
        var port = play.Arrange(installation);
        var expected = Recorded(play.Name, installation);

        var job = await JobRun.StartAsync(installation, new(play.FileName, play.Content, $"L{Interlocked.Increment(ref _users)}", relay?.Port ?? port), patience.Token);
        var acting = play.Act(new(installation, job, relay, patience.Token));
        IReadOnlyList<string> ends = target.IsModern && play.ModernEnd is { } end ? [end] : [expected[^1], .. play.OtherEnds];
        var watching = job.WatchUntilAsync(ends);
        await await Task.WhenAny(acting, watching);
        await acting;
        await watching;

        var allowed = expected.Concat(ends).Concat(play.Between).Prepend(Started(play.FileName)).Select(job.StateOf).ToList();
        Assert.All(job.Snapshots, snapshot => Assert.Contains(job.StateOf(snapshot), allowed));
    }

    private static List<string> Recorded(string name, Installation installation)
    {
        Substitution[] here = [new("install-folder", "/opt/cyberbackup", installation.LegacyRoot)];
        var recorded = LifecycleCases.Recorded.Single(one => one.GetProperty("name").GetString() == name).GetProperty("distinct_snapshots").EnumerateArray();
        return [.. recorded.Select(one => Substitution.Apply(JobRun.Describe(one.GetProperty("snapshot")), here))];
    }

    /// <summary>The recorded polling came too late for this one in some cases.</summary>
    private static string Started(string fileName) => $"BACKUP_IN_PROGRESS 0 % 'Starting backup of {fileName}...' backing_up=True";
}
