using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Strangler.Settings;

namespace Strangler.Services.Backups.Uploads;

/// <summary>Registers <see cref="UploadReader"/>.</summary>
internal static class UploadsExtensions
{
    /// <param name="section">The section <c>Services</c>.</param>
    public static IServiceCollection AddUploads(this IServiceCollection services, IConfigurationSection section)
    {
        services.AddSettings<UploadOptions>(section.GetSection("Uploads"));
        services.TryAddSingleton<UploadReader>();
        return services;
    }
}
