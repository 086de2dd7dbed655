using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Strangler.Services.Configuration;
using Strangler.Services.Flask.Files;
using Strangler.Settings;

namespace Strangler.Services.WebFiles;

/// <summary>Registers what the modules that send files share; each of them calls it, and only the first call has an effect.</summary>
internal static class WebFilesExtensions
{
    /// <param name="section">Section <c>Services</c>.</param>
    public static IServiceCollection AddWebFiles(this IServiceCollection services, IConfigurationSection section)
    {
        if (services.Any(service => service.ServiceType == typeof(WebFolders)))
            return services;
        services.AddServicesOptions(section);
        services.AddSettings<PagesOptions>(section.GetSection("Pages"));
        services.TryAddSingleton<WebFolders>();
        services.TryAddSingleton<FileVersions>();
        services.AddHealthChecks().AddCheck<WebFilesCheck>("web-files", tags: ["static", "favicon"]);
        return services;
    }
}
