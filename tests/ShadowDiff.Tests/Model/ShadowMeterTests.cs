using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Tests.Topology;

namespace Strangler.ShadowDiff.Tests.Model;

public sealed class ShadowMeterTests
{
    [Fact]
    public async Task Meter_EachExchange_IsMeasuredByRouteAndResult()
    {
        var answer = Answers.Json("""{"a":1}""");
        await using var host = await ShadowHost.StartAsync(answer, context =>
            context.Request.Path == "/loop" ? Plans.LegacyAnswers(Answers.LargeStreamAsync) : Plans.LegacyAnswers(answer));
        var meters = host.Services.GetRequiredService<IMeterFactory>();
        using var comparisons = new MetricCollector<long>(meters, ShadowMeter.Name, "strangler.shadow.compared");
        using var uncompared = new MetricCollector<long>(meters, ShadowMeter.Name, "strangler.shadow.uncompared");
        using var durations = new MetricCollector<double>(meters, ShadowMeter.Name, "strangler.shadow.mirror.duration");

        await host.Client.GetStringAsync("/x", TestContext.Current.CancellationToken);
        await host.Client.GetStringAsync("/loop", TestContext.Current.CancellationToken);
        await comparisons.WaitForMeasurementsAsync(1, TestContext.Current.CancellationToken);
        await uncompared.WaitForMeasurementsAsync(1, TestContext.Current.CancellationToken);

        Assert.Equal(("status", "match"), Tags(comparisons, "outcome"));
        Assert.Equal(("status", "oversize"), Tags(uncompared, "reason"));
        Assert.Equal("modern", Assert.Single(durations.GetMeasurementSnapshot()).Tags["side"]);
    }

    private static (object? Route, object? Result) Tags(MetricCollector<long> collector, string name) =>
        Assert.Single(collector.GetMeasurementSnapshot()) is var measurement ? (measurement.Tags["route"], measurement.Tags[name]) : default;
}
