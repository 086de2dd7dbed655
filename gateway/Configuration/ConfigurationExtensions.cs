using Microsoft.Extensions.Options;
using Strangler.Settings;
using Strangler.ShadowDiff.Rules;
using Yarp.ReverseProxy.Configuration;

namespace Strangler.Gateway.Configuration;

internal static class ConfigurationExtensions
{
    /// <summary>Adds <c>yarp.json</c> and <c>features.json</c> under every other source of configuration. Stands first: all else reads it.</summary>
    /// <exception cref="InvalidConfigurationException">A file is missing or has errors.</exception>
    public static void AddGatewayFiles(this WebApplicationBuilder builder)
    {
        var files = GatewayFiles.Find(builder.Configuration["Config"]);
        files.AddTo(builder.Configuration);
        if (WrittenSettings.WrongLevels(builder.Configuration).Concat(WrittenSettings.TooLate(files.Yarp)).ToList() is { Count: > 0 } errors)
            throw new InvalidConfigurationException(errors);

        builder.Services.PostConfigure<RulesOptions>(shadow => shadow.Rules = Path.Combine(files.Folder, shadow.Rules));
        builder.Services
            .AddSingleton(files)
            .AddSingleton<RestartSettings>()
            .AddSingleton<FileChanges>()
            .AddSingleton<ReloadLog>()
            .AddSingleton<OutrankedValues>()
            .AddSingleton<ProxyChanges>()
            .AddSingleton<IConfigChangeListener>(provider => provider.GetRequiredService<ProxyChanges>())
            .AddKnownSections(_ => WrittenSettings.Top((IConfigurationRoot)builder.Configuration), WrittenSettings.Frameworks);
    }

    /// <summary>Refuses wrong settings and a <c>yarp.json</c> that YARP would refuse, all at once. Stands before all that reads a setting or maps a route.</summary>
    /// <exception cref="InvalidConfigurationException">Something is wrong; what can be known of the other files is named too.</exception>
    public static void ValidateConfiguration(this WebApplication app)
    {
        var files = app.Services.GetRequiredService<GatewayFiles>();
        var proxy = new ProxyValidator(app.Services.GetRequiredService<IConfigValidator>(), (IConfigurationRoot)app.Configuration, () => files.CompleteRoutes);
        var known = app.Services.GetRequiredService<KnownSettings>();
        var settings = SettingsErrors(app);

        // What the file has of wrong settings stands among these already, by the value in force.
        var written = files.ValidateBy(proxy.Errors, known.Errors, WrittenSettings.WrongLevels).Where(error => !settings.Exists(setting => error.EndsWith(setting, StringComparison.Ordinal)));
        if (settings.Concat(written).ToList() is { Count: > 0 } errors)
            throw new InvalidConfigurationException([.. errors, .. files.FurtherErrors(app.Configuration)]);
    }

    private static List<string> SettingsErrors(WebApplication app)
    {
        try
        {
            app.Services.GetRequiredService<IStartupValidator>().Validate();
            return [];
        }
        catch (OptionsValidationException ex)
        {
            return [.. ex.Failures];
        }
    }
}
