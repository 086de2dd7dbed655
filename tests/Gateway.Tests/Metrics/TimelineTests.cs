using Microsoft.Extensions.Time.Testing;
using Strangler.Gateway.Metrics;
using Strangler.ShadowDiff.Model;
using Strangler.Testing;

namespace Strangler.Gateway.Tests.Metrics;

/// <summary>What the time line keeps, with a clock that the test moves.</summary>
public sealed class TimelineTests
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 29, 3, 0, 0, TimeSpan.Zero));
    private readonly RouteStatistics _statistics = new();
    private readonly Timeline _timeline;

    public TimelineTests() => _timeline = new(_statistics, _clock);

    [Fact]
    public void Sample_HasWhatCameSinceTheOneBefore()
    {
        Answer("status", Side.Legacy, 200, milliseconds: 10, times: 3);
        Sample();
        Answer("status", Side.Legacy, 503, milliseconds: 400);
        Answer("status", Side.Modern, 200, milliseconds: 1);
        Sample();
        Sample();

        var (first, second, third) = (Read("status")[0], Read("status")[1], Read("status")[2]);
        Assert.Equal((3, 0), (first.Legacy.Requests, first.Legacy.Errors));
        Assert.InRange(first.Legacy.P95Ms, 9.8, 10.2);
        Assert.Equal(default, first.Modern);
        Assert.Equal((1, 1, 1), (second.Legacy.Requests, second.Legacy.Errors, second.Modern.Requests));
        Assert.InRange(second.Legacy.P95Ms, 395, 405);
        Assert.Equal((default, default), (third.Legacy, third.Modern));
        Assert.Equal(_clock.GetUtcNow(), third.End);
    }

    [Fact]
    public void Whole_IsTheSumOfTheRoutes_AndItsSpeedIsNotThatOfConnections()
    {
        Answer("status", Side.Legacy, 200, milliseconds: 10);
        Answer("health", Side.Legacy, 500, milliseconds: 20);
        Answer("realtime", Side.Legacy, 200, milliseconds: 3_000_000);
        Sample();

        var whole = Read(null)[0].Legacy;
        Assert.Equal((3, 1), (whole.Requests, whole.Errors));
        Assert.InRange(whole.P95Ms, 19.5, 20.5);
        Assert.InRange(Read("realtime")[0].Legacy.P95Ms, 2_950_000, 3_050_000);
    }

    [Fact]
    public void OfHundredAnswers_TheSlowestFiveAreBeyondP95()
    {
        Answer("status", Side.Modern, 200, milliseconds: 1, times: 95);
        Answer("status", Side.Modern, 200, milliseconds: 900, times: 5);
        Sample();

        Assert.InRange(Read("status")[0].Modern.P95Ms, 0.98, 1.02);
    }

    [Fact]
    public void TwoHours_AreKept_AndNoMore()
    {
        for (var i = 0; i < Timeline.Kept + 100; i++)
        {
            Answer("status", Side.Legacy, 200, milliseconds: 1, times: i == 99 ? 7 : 1);
            Sample();
        }

        var kept = Read("status");
        Assert.Equal(Timeline.Kept, kept.Count);
        Assert.Equal(_clock.GetUtcNow() - TimeSpan.FromHours(2) + Timeline.Interval, kept[0].End);
        Assert.All(kept, interval => Assert.Equal(1, interval.Legacy.Requests)); // the seven are the newest that is gone
        Assert.Equal(6, _timeline.Read("status", 6).Count);
        Assert.Equal(kept[^1], _timeline.Read("status", 1)[0]);
    }

    [Fact]
    public void RouteThatHasAnsweredNothing_HasEmptySamples()
    {
        Sample();
        Assert.Equal((default, default), (Read("status")[0].Legacy, Read("status")[0].Modern));
        Assert.Equal((default, default), (Read(null)[0].Legacy, Read(null)[0].Modern));
    }

    [Fact]
    public async Task Timer_Samples()
    {
        using var sampler = new TimelineSampler(_timeline, _clock);
        await sampler.StartAsync(TestContext.Current.CancellationToken);
        await Eventually.IsTrueAsync(
            () =>
            {
                _clock.Advance(Timeline.Interval);
                return Read(null).Count > 0;
            },
            TestContext.Current.CancellationToken);
        await sampler.StopAsync(TestContext.Current.CancellationToken);
    }

    private void Answer(string route, Side side, int status, double milliseconds, int times = 1)
    {
        for (var i = 0; i < times; i++)
            _statistics.Of(route, side).Record(TimeSpan.FromMilliseconds(milliseconds), status);
    }

    private void Sample()
    {
        _clock.Advance(Timeline.Interval);
        _timeline.Sample();
    }

    private IReadOnlyList<TimelineInterval> Read(string? route) => _timeline.Read(route, int.MaxValue);
}
