using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Strangler.Settings;

namespace Strangler.Services.Configuration;

/// <summary>Registers what modules with settings share; each of them calls it, and only the first call has an effect.</summary>
internal static class ServicesOptionsExtensions
{
    public static IServiceCollection AddServicesOptions(this IServiceCollection services, IConfigurationSection section)
    {
        if (services.Any(service => service.ImplementationType == typeof(LegacyRootValidator)))
            return services;
        services.AddSettings<ServicesOptions>(section);
        services.AddSingleton<IValidateOptions<ServicesOptions>, LegacyRootValidator>();
        services.AddSingleton<IValidateOptions<ServicesOptions>, AllowedServersValidator>();
        services.AddSingleton<IPostConfigureOptions<ServicesOptions>, LegacyEnvironment>();
        services.TryAddSingleton(TimeProvider.System);
        return services;
    }
}
