using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Strangler.ShadowDiff.Secrets;

namespace Strangler.Gateway.Configuration;

/// <summary>Where a setting's value comes from, and what of it may be shown.</summary>
internal static class SettingSource
{
    private const string NotShown = "(not shown)";

    public static string NameOf(IConfigurationProvider source) => source switch
    {
        LastGoodJsonProvider file => file.FileName,
        CommandLineConfigurationProvider => "an argument",
        EnvironmentVariablesConfigurationProvider => "the environment",
        _ => "another source",
    };

    /// <summary>Logs and prints hold no credentials.</summary>
    public static string Shown(string key, string value) =>
        value.Length > 0 && (SecretNames.WellKnown.Has(ConfigurationPath.GetSectionKey(key)) || IsCredential(ConfigurationPath.GetSectionKey(key))) ? NotShown
        : Uri.TryCreate(value, UriKind.Absolute, out var address) && address.UserInfo.Length > 0 ? value.Replace($"{address.UserInfo}@", $"{NotShown}@", StringComparison.Ordinal)
        : SecretNames.WellKnown.OutOf(value);

    private static bool IsCredential(string name) => name.Equals("Webhook", StringComparison.OrdinalIgnoreCase) || name.Equals("ConnectionString", StringComparison.OrdinalIgnoreCase);
}
