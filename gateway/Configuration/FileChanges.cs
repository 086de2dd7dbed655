namespace Strangler.Gateway.Configuration;

/// <summary>Which of the things in <c>yarp.json</c> that are taken over while the gateway runs an edit has changed: routes, clusters and levels of the log, by name.</summary>
internal sealed class FileChanges(GatewayFiles files)
{
    private Dictionary<string, string> _before = Values(files);

    /// <summary>Since the last call, in words: <c>route status</c>, <c>cluster legacy added</c>, <c>level of Yarp: Warning → Debug</c>.</summary>
    public IReadOnlyList<string> Next()
    {
        var (before, after) = (_before, Values(files));
        _before = after;
        return
        [
            .. before.Keys.Union(after.Keys, StringComparer.OrdinalIgnoreCase)
                .Where(key => before.GetValueOrDefault(key) != after.GetValueOrDefault(key))
                .Select(key => Sentence(key, before, after)).OfType<string>().Distinct(),
        ];
    }

    private static string? Sentence(string key, Dictionary<string, string> before, Dictionary<string, string> after) => key.Split(ConfigurationPath.KeyDelimiter) switch
    {
        [var section, "Routes", var name, ..] when Is(section, "ReverseProxy") => Thing("route", name, $"{section}:Routes:{name}:", before, after),
        [var section, "Clusters", var name, ..] when Is(section, "ReverseProxy") => Thing("cluster", name, $"{section}:Clusters:{name}:", before, after),
        [var section, .., "LogLevel", var category] when Is(section, "Logging") => $"level of {category}: {before.GetValueOrDefault(key, "none")} → {after.GetValueOrDefault(key, "none")}",
        _ => null,
    };

    private static string Thing(string kind, string name, string prefix, Dictionary<string, string> before, Dictionary<string, string> after) =>
        $"{kind} {name}{(Has(before, prefix), Has(after, prefix)) switch { (false, true) => " added", (true, false) => " removed", _ => "" }}";

    private static bool Has(Dictionary<string, string> values, string prefix) => values.Keys.Any(key => key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    private static bool Is(string section, string name) => section.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static Dictionary<string, string> Values(GatewayFiles files) => files.Yarp.Entries().ToDictionary(entry => entry.Key, entry => entry.Value, StringComparer.OrdinalIgnoreCase);
}
