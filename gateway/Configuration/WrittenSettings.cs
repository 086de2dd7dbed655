using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.Json;

namespace Strangler.Gateway.Configuration;

/// <summary>What stands at the top of the sources that are written for this gateway alone: its files and arguments, and not the environment, which it shares.</summary>
internal static class WrittenSettings
{
    /// <summary>Names that are not the gateway's own and mean something to it nevertheless.</summary>
    public static readonly IReadOnlyList<string> Frameworks =
    [
        "Config", "ReverseProxy", "Logging", "AllowedHosts", "Kestrel", "$schema", "feature_management", PlanSection.Name, "BACKUP_SERVER_HOST", "BACKUP_SERVER_PORT", "WATCHDOG_USEC", "WATCHDOG_PID",
        WebHostDefaults.ApplicationKey, WebHostDefaults.EnvironmentKey, WebHostDefaults.ContentRootKey, WebHostDefaults.WebRootKey,
        WebHostDefaults.DetailedErrorsKey, WebHostDefaults.CaptureStartupErrorsKey, WebHostDefaults.ShutdownTimeoutKey,
        WebHostDefaults.HostingStartupAssembliesKey, WebHostDefaults.HostingStartupExcludeAssembliesKey, WebHostDefaults.PreventHostingStartupKey,
        WebHostDefaults.StaticWebAssetsKey, WebHostDefaults.SuppressStatusMessagesKey, "hostBuilder",
    ];

    /// <summary>What stands at the top, by name.</summary>
    public static IEnumerable<KeyValuePair<string, string?>> Top(IConfigurationRoot configuration) =>
        from provider in configuration.Providers
        where provider is LastGoodJsonProvider or CommandLineConfigurationProvider or JsonConfigurationProvider
        from name in provider.GetChildKeys([], null).Distinct(StringComparer.OrdinalIgnoreCase)
        select KeyValuePair.Create(name, provider.TryGet(name, out var value) ? value : null);

    /// <summary>Settings of a file that had to be known before it was read.</summary>
    public static IEnumerable<string> TooLate(LastGoodJsonProvider file) =>
        from setting in (string[])["Gateway:DataFolder", "Config"]
        where file.TryGet(setting, out _)
        select $"{file.FileName}: {setting} has to be known before this file is read; give it as an argument or in the environment.";

    /// <summary>Levels of the log that are none: the framework names neither the setting nor the levels.</summary>
    public static IReadOnlyList<string> WrongLevels(IConfiguration configuration) =>
    [
        .. from setting in configuration.GetSection("Logging").AsEnumerable()
           where ConfigurationPath.GetParentPath(setting.Key) is { } parent && ConfigurationPath.GetSectionKey(parent).Equals("LogLevel", StringComparison.OrdinalIgnoreCase)
           where setting.Value is not null && !Enum.TryParse<LogLevel>(setting.Value, ignoreCase: true, out _)
           select $"{setting.Key} = \"{setting.Value}\": must be one of {string.Join(", ", Enum.GetNames<LogLevel>())}.",
    ];
}
