using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Strangler.Services.Machine;

/// <summary>Registers what the modules that tell of the host share.</summary>
internal static class HostExtensions
{
    public static IServiceCollection AddHostCounters(this IServiceCollection services)
    {
        services.TryAddSingleton(HostCounters.ForThisSystem());
        services.TryAddSingleton(TimeProvider.System);
        return services;
    }
}
