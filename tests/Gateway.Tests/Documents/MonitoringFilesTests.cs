using System.Text.RegularExpressions;
using Strangler.Testing;

namespace Strangler.Gateway.Tests.Documents;

/// <summary>Alerts and dashboards name metrics that there are, and an alert the part of the documents that says what to do.</summary>
public sealed partial class MonitoringFilesTests
{
    private static readonly string[] Files = ["deploy/prometheus/alerts.yml", "deploy/prometheus/alerts.test.yml", "deploy/prometheus/alerts.days.test.yml", "deploy/grafana/dashboards/strangler.json"];

    [Fact]
    public void Metrics_OfAlertsAndDashboards_AreDocumented()
    {
        var documented = Documented().Matches(File.ReadAllText(RepositoryRoot.Combine("docs", "metrics.md"))).Select(row => row.Groups["name"].Value).ToHashSet();
        var named = (from file in Files
                     from Match metric in Metric().Matches(File.ReadAllText(RepositoryRoot.Combine(file)))
                     select (File: file, Name: metric.Groups["name"].Value)).Distinct().ToList();

        Assert.NotEmpty(named);
        Assert.All(named, metric => Assert.Contains(metric.Name, documented));
        // Who looks at the dashboard sees everything; /metrics is for the rest.
        Assert.Empty(documented.Except(named.Where(metric => metric.File.EndsWith(".json", StringComparison.Ordinal)).Select(metric => metric.Name)));
    }

    [Fact]
    public void Alerts_SayWhatToDo_EachWhereItIsWritten_AndEachIsTested()
    {
        var text = File.ReadAllText(RepositoryRoot.Combine(Files[0]));
        var tests = File.ReadAllText(RepositoryRoot.Combine(Files[1])) + File.ReadAllText(RepositoryRoot.Combine(Files[2]));
        var alerts = Alert().Matches(text);

        Assert.Equal(text.Split("- alert:").Length - 1, alerts.Count);
        Assert.All(alerts, alert =>
        {
            Assert.Contains(alert.Groups["heading"].Value, Headings.Of(RepositoryRoot.Combine(alert.Groups["file"].Value)));
            Assert.Matches($@"alertname: {alert.Groups["name"].Value}\b[^{{}}]*exp_alerts", tests);
        });
    }

    [GeneratedRegex(@"^\| `(?<name>\w+)` \| (counter|gauge|histogram) \|", RegexOptions.Multiline)]
    private static partial Regex Documented();

    [GeneratedRegex(@"\b(?<name>strangler_\w+?)(_bucket|_sum|_count)?\b(?!\.)")]
    private static partial Regex Metric();

    [GeneratedRegex(@"- alert: (?<name>\w+)$(?:(?!- alert:)[\s\S])*?runbook: (?<file>\S+?)#(?<heading>\S+)$", RegexOptions.Multiline)]
    private static partial Regex Alert();
}
