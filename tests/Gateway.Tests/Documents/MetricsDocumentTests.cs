using System.Diagnostics.Metrics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Strangler.Testing;

namespace Strangler.Gateway.Tests.Documents;

/// <summary>docs/metrics.md names the metrics that a gateway shows at <c>/metrics</c>, with their types and labels, and no other. Alone: a scrape has the meters of all gateways in the process.</summary>
[Collection(nameof(MetricsDocumentTests))]
[CollectionDefinition(nameof(MetricsDocumentTests), DisableParallelization = true)]
public sealed partial class MetricsDocumentTests
{
    private static readonly string[] Late = ["strangler_gateway_legacy_up", "strangler_gateway_gate_blocked", "strangler_gateway_database_size_bytes"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Metrics_OfARunningGateway_AreThoseOfTheDocument()
    {
        await using var legacy = await LegacyStub.StartAsync();
        await using var gateway = new GatewayApp(legacy.Address).With("shadow", "test").Start();
        var meters = gateway.Services.GetRequiredService<IMeterFactory>();
        using var mirrored = new MetricCollector<double>(meters, "Strangler.ShadowDiff", "strangler.shadow.mirror.duration");
        await gateway.Public.PostAsync("/api/test", null, Token);
        await mirrored.WaitForMeasurementsAsync(1, Token);
        MeasureEach(meters);
        (await gateway.PostAsync("/api/plans", new JsonObject { ["routes"] = new JsonArray("test"), ["who"] = "test", ["reason"] = "test" })).EnsureSuccessStatusCode();

        // What takes a while to find is there from a later scrape on.
        var page = await Eventually.GetAsync(() => gateway.Management.GetStringAsync("/metrics", Token), page => Late.All(name => page.Contains($"\n{name}{{", StringComparison.Ordinal)), Token);
        var shown = Scrape.Read(page).Where(IsOurs).ToDictionary(family => family.Name);
        var documented = Documented().ToDictionary(family => family.Name);

        Assert.Equal(documented.Values.Select(Title).Order(), shown.Values.Select(Title).Order());
        Assert.All(shown.Values, family => Assert.Empty(family.Labels.Except(documented[family.Name].Labels)));
        Assert.All(shown.Values.Where(family => family.Type == "histogram"), TellsAMillisecondFromASecondFromAMinute);
    }

    /// <summary>All our histograms are durations: from a module's half millisecond to the minutes of an upload.</summary>
    private static void TellsAMillisecondFromASecondFromAMinute(MetricFamily family)
    {
        Assert.EndsWith("_seconds", family.Name, StringComparison.Ordinal);
        Assert.True(family.Bounds.Count(bound => bound < 0.01) >= 3, $"{family.Name}: {string.Join(' ', family.Bounds)}");
        Assert.True(family.Bounds.Count(bound => bound is >= 0.01 and <= 1) >= 5, $"{family.Name}: {string.Join(' ', family.Bounds)}");
        Assert.True(family.Bounds[^1] >= 60, $"{family.Name}: {string.Join(' ', family.Bounds)}");
        Assert.DoesNotContain(0, family.Bounds);
    }

    /// <summary>The exporter shows an instrument from its first measurement on.</summary>
    private static void MeasureEach(IMeterFactory meters)
    {
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Scope != meters || !instrument.Meter.Name.StartsWith("Strangler.", StringComparison.Ordinal))
                    return;

                (instrument as Counter<long>)?.Add(1);
                (instrument as Histogram<double>)?.Record(1);
            },
        };
        listener.Start();
    }

    /// <summary>The runtime's and the exporter's own are described by those who made them.</summary>
    private static bool IsOurs(MetricFamily family) => !family.Name.StartsWith("dotnet_", StringComparison.Ordinal) && family.Name != "target_info";

    private static string Title(MetricFamily family) => $"{family.Name} ({family.Type})";

    private static IEnumerable<MetricFamily> Documented() =>
        Row().Matches(File.ReadAllText(RepositoryRoot.Combine("docs", "metrics.md")))
            .Select(row => new MetricFamily(row.Groups["name"].Value, row.Groups["type"].Value, Code().Matches(row.Groups["labels"].Value).Select(label => label.Groups["text"].Value).ToHashSet(), []));

    /// <summary>| name | type | unit | labels | meaning |</summary>
    [GeneratedRegex(@"^\| `(?<name>\w+)` \| (?<type>counter|gauge|histogram) \|[^|]*\|(?<labels>[^|]*)\|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("`(?<text>[^`]+)`")]
    private static partial Regex Code();
}
