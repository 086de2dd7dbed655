using Strangler.ShadowDiff;

namespace Strangler.Gateway.Configuration;

internal static class ConfigurationExtensions
{
    /// <summary>Adds <c>yarp.json</c> and <c>features.json</c> under every other source of configuration. Stands first: all else reads it.</summary>
    /// <exception cref="InvalidConfigurationException">A file is missing or has errors.</exception>
    public static void AddGatewayFiles(this WebApplicationBuilder builder)
    {
        var files = GatewayFiles.Find(builder.Configuration["Config"]);
        files.AddTo(builder.Configuration);
        builder.Services.PostConfigure<ShadowDiffOptions>(shadow => shadow.Rules = Path.Combine(files.Folder, shadow.Rules));
        builder.Services
            .AddSingleton(files)
            .AddSingleton<ReloadLog>();
    }
}
