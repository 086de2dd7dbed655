using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Strangler.Services.Backups.Uploads;

/// <summary>Registers <see cref="UploadReader"/>.</summary>
internal static class UploadsExtensions
{
    /// <param name="section">The section <c>Services</c>.</param>
    public static IServiceCollection AddUploads(this IServiceCollection services, IConfiguration section)
    {
        services.AddOptionsWithValidateOnStart<UploadOptions, UploadOptionsValidator>().Bind(section.GetSection("Uploads"));
        services.TryAddSingleton<UploadReader>();
        return services;
    }
}
