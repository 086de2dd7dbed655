using System.Globalization;
using System.Text.RegularExpressions;

namespace Strangler.Gateway.Tests.Documents;

/// <summary>One metric family of a page in Prometheus' text format.</summary>
/// <param name="Name">As it is queried; a histogram's without <c>_bucket</c>, <c>_sum</c> and <c>_count</c>.</param>
/// <param name="Type"><c>counter</c>, <c>gauge</c> or <c>histogram</c>.</param>
/// <param name="Labels">Of all its samples, without those that the format or the exporter adds.</param>
/// <param name="Bounds">A histogram's upper bounds but the infinite one, ascending.</param>
internal sealed record MetricFamily(string Name, string Type, IReadOnlySet<string> Labels, IReadOnlyList<double> Bounds);

/// <summary>Reads such a page.</summary>
internal static partial class Scrape
{
    public static IReadOnlyList<MetricFamily> Read(string page) =>
        [.. TypeLine().Matches(page).Select(line => Family(page, line.Groups["name"].Value, line.Groups["type"].Value))];

    private static MetricFamily Family(string page, string name, string type)
    {
        var labels = (
            from Match sample in Sample().Matches(page)
            where sample.Groups["name"].Value is var found && (found == name || (type == "histogram" && found.StartsWith(name + "_", StringComparison.Ordinal)))
            from Match label in Label().Matches(sample.Groups["labels"].Value)
            select (Key: label.Groups["key"].Value, Value: label.Groups["value"].Value)).ToList();
        return new(
            name,
            type,
            labels.Select(label => label.Key).Where(key => key != "le" && !key.StartsWith("otel_scope_", StringComparison.Ordinal)).ToHashSet(),
            [.. labels.Where(label => label is { Key: "le", Value: not "+Inf" }).Select(label => double.Parse(label.Value, CultureInfo.InvariantCulture)).Distinct().Order()]);
    }

    [GeneratedRegex(@"^# TYPE (?<name>\S+) (?<type>\w+)\r?$", RegexOptions.Multiline)]
    private static partial Regex TypeLine();

    [GeneratedRegex(@"^(?<name>[a-zA-Z_:][\w:]*)\{(?<labels>.*)\} \S+", RegexOptions.Multiline)]
    private static partial Regex Sample();

    [GeneratedRegex(@"(?<key>\w+)=""(?<value>(\\.|[^""\\])*)""")]
    private static partial Regex Label();
}
