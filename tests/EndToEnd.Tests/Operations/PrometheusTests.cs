using Strangler.Testing;

namespace Strangler.EndToEnd.Tests.Operations;

/// <summary>Prometheus itself and its promtool take what the gateway shows, and the files of <c>deploy/prometheus</c> and <c>deploy/grafana</c>.</summary>
public sealed class PrometheusTests(ScrapedGateway gateway) : IClassFixture<ScrapedGateway>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Files_PassPromtool()
    {
        await PrometheusTools.CheckAsync(["check", "config", "prometheus.yml"], Token);
        await PrometheusTools.CheckAsync(["check", "config", "--syntax-only", RepositoryRoot.Combine("deploy", "compose", "prometheus.yml")], Token);
        await PrometheusTools.CheckAsync(["check", "rules", "alerts.yml"], Token);
        Assert.DoesNotContain("FAILED", await PrometheusTools.CheckAsync(["test", "rules", "alerts.test.yml", "alerts.days.test.yml"], Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_HaveNoFaultThatPromtoolFinds()
    {
        var (type, page) = await gateway.ScrapeAsync("text/plain");

        Assert.Equal("text/plain", type);
        Assert.Contains("strangler_gateway_request_duration_seconds_bucket", page, StringComparison.Ordinal);
        Assert.Equal("", await PrometheusTools.CheckAsync(["check", "metrics"], Token, page));
    }

    [Fact]
    public async Task Metrics_AreInOpenMetricsForm_ForWhoAsksForIt()
    {
        var (type, page) = await gateway.ScrapeAsync("application/openmetrics-text;version=1.0.0,text/plain;q=0.5");

        Assert.Equal("application/openmetrics-text", type);
        Assert.EndsWith("# EOF\n", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prometheus_ScrapesTheGateway_AndAnswers()
    {
        await Eventually.IsTrueAsync(async () => (await gateway.QueryAsync("up == 1")).Count == 1, Token);

        var targets = await gateway.AskAsync("/api/v1/targets");
        Assert.Equal("", (string?)targets["data"]!["activeTargets"]![0]!["lastError"]);
        var process = Assert.Single(await gateway.QueryAsync("target_info"));
        Assert.Equal("strangler-gateway", (string?)process!["metric"]!["service_name"]);
        var stage = Assert.Single(await gateway.QueryAsync("strangler_gateway_route_stage{route=\"stop\"}"));
        Assert.Equal("live", (string?)stage!["metric"]!["stage"]);
        await Eventually.IsTrueAsync(async () => (await gateway.QueryAsync("strangler_gateway_legacy_up == 0")).Count == 1, Token);
        await Eventually.IsTrueAsync(async () => (await gateway.QueryAsync("ALERTS{alertname=\"GatewayLegacyDown\", alertstate=\"pending\"}")).Count == 1, Token);
    }

    [Fact]
    public async Task Prometheus_KeepsTheTracesThatBucketsName()
    {
        var exemplars = await Eventually.GetAsync(
            async () => (await gateway.AskAsync("/api/v1/query_exemplars?query=strangler_gateway_request_duration_seconds_bucket&start=0&end=9999999999"))["data"]!.AsArray(),
            found => found.Count > 0,
            Token);

        Assert.All(exemplars.SelectMany(series => series!["exemplars"]!.AsArray()), one => Assert.Matches("^[0-9a-f]{32}$", (string?)one!["labels"]!["trace_id"]));
    }

    [Fact]
    public async Task EachAlert_IsEvaluated()
    {
        await Eventually.IsTrueAsync(
            async () => (await gateway.AskAsync("/api/v1/rules"))["data"]!["groups"]!.AsArray().SelectMany(group => group!["rules"]!.AsArray()).All(rule => (string?)rule!["health"] != "unknown"), Token);

        var rules = (await gateway.AskAsync("/api/v1/rules"))["data"]!["groups"]![0]!["rules"]!.AsArray();
        Assert.All(rules, rule => Assert.True((string?)rule!["health"] == "ok", $"{rule["name"]}: {rule["lastError"]}"));
        Assert.True(rules.Count >= 14);
    }

    [Fact]
    public async Task EachQueryOfTheDashboard_IsAnswered()
    {
        Assert.NotEmpty(Dashboard.Queries);
        foreach (var query in Dashboard.Queries)
            await gateway.QueryAsync(query);
    }
}
