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
        if (WrittenSettings.WrongLevels(builder.Configuration) is { Count: > 0 } errors)
            throw new InvalidConfigurationException(errors);

        builder.Services.PostConfigure<RulesOptions>(shadow => shadow.Rules = Path.Combine(files.Folder, shadow.Rules));
        builder.Services
            .AddSingleton(files)
            .AddSingleton<ReloadLog>()
            .AddSingleton<OutrankedValues>()
            .AddSingleton<ProxyChanges>()
            .AddSingleton<IConfigChangeListener>(provider => provider.GetRequiredService<ProxyChanges>())
            .AddKnownSections(_ => WrittenSettings.Top((IConfigurationRoot)builder.Configuration), WrittenSettings.Frameworks);
    }

    /// <summary>Refuses wrong settings, all at once, and a <c>yarp.json</c> that YARP would refuse. Stands before all that reads a setting or maps a route.</summary>
    /// <exception cref="OptionsValidationException">Settings are wrong.</exception>
    /// <exception cref="InvalidConfigurationException"><c>yarp.json</c> is.</exception>
    public static void ValidateConfiguration(this WebApplication app)
    {
        app.Services.GetRequiredService<IStartupValidator>().Validate();
        var proxy = new ProxyValidator(app.Services.GetRequiredService<IConfigValidator>(), (IConfigurationRoot)app.Configuration);
        var settings = app.Services.GetRequiredService<KnownSettings>();
        var files = app.Services.GetRequiredService<GatewayFiles>();
        if (files.ValidateBy(proxy.Errors, settings.Errors, WrittenSettings.WrongLevels) is { Count: > 0 } errors)
            throw new InvalidConfigurationException([.. errors, .. files.RulesErrors()]);
    }
}
