using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Strangler.Services.Machine;

/// <summary>Registers what the modules that report on the machine share.</summary>
internal static class MachineExtensions
{
    public static IServiceCollection AddMachineCounters(this IServiceCollection services)
    {
        services.TryAddSingleton(MachineCounters.ForThisSystem());
        services.TryAddSingleton(TimeProvider.System);
        return services;
    }
}
