using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.Json;

namespace Strangler.Gateway.Configuration;

/// <summary>What stands at the top of the sources that are written for this gateway alone: its files and arguments, and not the environment, which it shares.</summary>
internal static class WrittenSettings
{
    /// <summary>Names that are not the gateway's own and mean something to it nevertheless.</summary>
    public static readonly IReadOnlyList<string> Frameworks =
    [
        "Config", "ReverseProxy", "Logging", "AllowedHosts", "Kestrel", "$schema", "feature_management", "BACKUP_SERVER_HOST", "BACKUP_SERVER_PORT",
        WebHostDefaults.ApplicationKey, WebHostDefaults.EnvironmentKey, WebHostDefaults.ContentRootKey, WebHostDefaults.WebRootKey,
        WebHostDefaults.DetailedErrorsKey, WebHostDefaults.CaptureStartupErrorsKey, WebHostDefaults.ShutdownTimeoutKey,
        WebHostDefaults.HostingStartupAssembliesKey, WebHostDefaults.HostingStartupExcludeAssembliesKey, WebHostDefaults.PreventHostingStartupKey,
        WebHostDefaults.StaticWebAssetsKey, WebHostDefaults.SuppressStatusMessagesKey, "hostBuilder",
    ];

    /// <summary>The names at the top.</summary>
    public static IEnumerable<string> Names(IConfigurationRoot configuration) => configuration.Providers
        .Where(provider => provider is LastGoodJsonProvider or CommandLineConfigurationProvider or JsonConfigurationProvider)
        .SelectMany(provider => provider.GetChildKeys([], null));
}
