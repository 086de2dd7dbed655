using Microsoft.Extensions.Time.Testing;
using Strangler.Services.Routes.Observability;

namespace Strangler.Services.Tests.Routes.Observability;

/// <summary>Time windows over the values of a metric.</summary>
public sealed class MetricSeriesTests
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddDays(20_000));

    [Fact]
    public void Summarize_Window_HoldsWhatIsInIt()
    {
        var series = new MetricSeries(_time);
        series.Add(5);
        _time.Advance(TimeSpan.FromSeconds(100));
        series.Add(1);
        series.Add(3);
        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(new MetricSummary(2, 4, 1, 3, 3), series.Summarize(50));
        Assert.Equal(new MetricSummary(3, 9, 1, 5, 3), series.Summarize(300));
        Assert.Equal(3, series.Summarize(300).Average);
        Assert.Equal(0, series.Summarize(5).Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    public void Summarize_NoWindow_IsEmpty(int window)
    {
        var series = new MetricSeries(_time);
        series.Add(1);

        Assert.Equal(0, series.Summarize(window).Count);
    }

    [Fact]
    public void Summarize_LongAfter_HasForgotten()
    {
        var series = new MetricSeries(_time);
        series.Add(1);
        _time.Advance(TimeSpan.FromSeconds(MetricSeries.KeptSeconds));
        series.Add(2);

        Assert.Equal(new MetricSummary(1, 2, 2, 2, 2), series.Summarize(int.MaxValue));
    }
}
