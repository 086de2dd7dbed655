using System.Text.Json.Nodes;
using Strangler.Testing;

namespace Strangler.EndToEnd.Tests.Operations;

/// <summary>The dashboard of <c>deploy/grafana</c>.</summary>
internal static class Dashboard
{
    private static readonly JsonNode Json = JsonNode.Parse(File.ReadAllText(RepositoryRoot.Combine("deploy", "grafana", "dashboards", "strangler.json")))!;

    /// <summary>All that shows something: rows only part them.</summary>
    public static IReadOnlyList<JsonNode> Panels => [.. Json["panels"]!.AsArray().OfType<JsonNode>().Where(panel => (string?)panel["type"] != "row")];

    public static IReadOnlyList<JsonNode> Annotations => [.. Json["annotations"]!["list"]!.AsArray().OfType<JsonNode>()];

    /// <summary>All queries, with every variable at "all", as Prometheus gets them.</summary>
    public static IReadOnlyList<string> Queries =>
    [
        .. Panels.SelectMany(panel => panel["targets"]!.AsArray()).Concat(Annotations.Select(annotation => annotation["target"])).Select(target => ((string)target!["expr"]!)
            .Replace("$__rate_interval", "1m", StringComparison.Ordinal).Replace("$job", ".*", StringComparison.Ordinal).Replace("$instance", ".*", StringComparison.Ordinal).Replace("$route", ".*", StringComparison.Ordinal)),
    ];
}
