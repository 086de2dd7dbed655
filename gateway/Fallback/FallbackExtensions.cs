using Strangler.Services.Flask;
using Strangler.Settings;

namespace Strangler.Gateway.Fallback;

internal static class FallbackExtensions
{
    /// <summary>Adds what has legacy answer where a module failed.</summary>
    public static void AddFallback(this WebApplicationBuilder builder) => builder.Services
        .AddSettings<FallbackOptions>(builder.Configuration.GetSection("Gateway:Fallback"))
        .AddSingleton<FallbackRule>()
        .AddSingleton<IFailedViews>(provider => provider.GetRequiredService<FallbackRule>())
        .AddSingleton<FallbackBreakers>()
        .AddSingleton<FallbackCounts>();

    /// <summary>Stands last, after every <c>Map</c>: a branch of the pipeline has no endpoints but those that it is given.</summary>
    public static void UseFallback(this WebApplication app)
    {
        var again = ((IApplicationBuilder)app).New();
        again.UseRouting();
        again.UseEndpoints(endpoints =>
        {
            foreach (var source in ((IEndpointRouteBuilder)app).DataSources)
                endpoints.DataSources.Add(source);
        });
        app.UseMiddleware<FallbackMiddleware>(again.Build());
    }
}
