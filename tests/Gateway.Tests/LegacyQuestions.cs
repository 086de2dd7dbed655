using Microsoft.Extensions.DependencyInjection;
using Strangler.Gateway.Legacy;

namespace Strangler.Gateway.Tests;

internal static class LegacyQuestions
{
    /// <summary>
    /// Every five seconds it asks a legacy that nobody has heard of since: on a busy machine between any two requests of a test, whose legacy counts them, or has one answer for each.
    /// </summary>
    public static void RemoveLegacyMonitor(this IServiceCollection services) =>
        services.Remove(services.Single(service => service.ImplementationType == typeof(LegacyMonitor)));
}
