namespace Strangler.Gateway.Configuration;

/// <summary>The settings of <c>yarp.json</c> that are read when the gateway starts, and at no other time: whoever edits one would wait for an effect.</summary>
internal sealed class RestartSettings(GatewayFiles files)
{
    /// <summary>What is taken over while the gateway runs: routes, clusters and the levels of the log.</summary>
    private static readonly string[] Live = ["ReverseProxy", "Logging", "$schema"];

    private Dictionary<string, string>? _started;

    /// <summary>Remembers what the gateway starts with.</summary>
    public void Begin() => _started = Settings();

    /// <summary>The names that have another value in the file now; edited back, none.</summary>
    public IReadOnlyList<string> Changed() => _started is not { } started ? [] :
        [.. started.Concat(Settings()).GroupBy(setting => setting.Key, StringComparer.OrdinalIgnoreCase).Where(both => both.Count() == 1 || both.DistinctBy(one => one.Value).Count() > 1).Select(both => both.Key).Order(StringComparer.OrdinalIgnoreCase)];

    private Dictionary<string, string> Settings() => files.Yarp.Entries()
        .Where(setting => !Live.Contains(setting.Key.Split(ConfigurationPath.KeyDelimiter)[0], StringComparer.OrdinalIgnoreCase))
        .ToDictionary(setting => setting.Key, setting => setting.Value, StringComparer.OrdinalIgnoreCase);
}
