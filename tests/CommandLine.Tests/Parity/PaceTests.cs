using Microsoft.Extensions.Time.Testing;
using Strangler.CommandLine.Parity;

namespace Strangler.CommandLine.Tests.Parity;

public sealed class PaceTests
{
    private static readonly DateTimeOffset First = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void WithoutLimits_NothingWaits()
    {
        var pace = new Pace(null, null, First, _time);

        Assert.All(Enumerable.Range(0, 100), _ => Assert.True(Wait(pace, First.AddHours(1)).IsCompletedSuccessfully));
    }

    [Fact]
    public void Rate_SpreadsRequests()
    {
        var pace = new Pace(rate: 4, null, null, _time);
        var waits = Enumerable.Range(0, 3).Select(_ => Wait(pace, null)).ToList();

        Assert.Equal([true, false, false], waits.Select(wait => wait.IsCompleted));
        _time.Advance(TimeSpan.FromSeconds(0.25));
        Assert.Equal([true, true, false], waits.Select(wait => wait.IsCompleted));
        _time.Advance(TimeSpan.FromSeconds(0.25));
        Assert.All(waits, wait => Assert.True(wait.IsCompleted));
    }

    [Fact]
    public void Speed_KeepsTheRhythmFaster()
    {
        var pace = new Pace(null, speed: 60, First, _time);
        var (first, later) = (Wait(pace, First), Wait(pace, First.AddMinutes(2)));

        Assert.Equal((true, false), (first.IsCompleted, later.IsCompleted));
        _time.Advance(TimeSpan.FromSeconds(1.9));
        Assert.False(later.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.True(later.IsCompleted);
    }

    private static Task Wait(Pace pace, DateTimeOffset? recorded) => pace.WaitAsync(recorded, TestContext.Current.CancellationToken);
}
