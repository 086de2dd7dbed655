namespace Strangler.Gateway.Configuration;

/// <summary>The switches that are more than a setting's name.</summary>
internal static class CommandLine
{
    /// <summary>Writes <c>--legacy-flask-proxy</c> out as the setting it stands for: every route to legacy while this process lives.</summary>
    public static string[] Expand(string[] args) =>
        [.. args.Select(arg => arg == "--legacy-flask-proxy" ? "--Cutover:LegacyFlaskProxy=true" : arg)];
}
