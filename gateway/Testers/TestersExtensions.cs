using Microsoft.Extensions.Options;
using Strangler.Settings;

namespace Strangler.Gateway.Testers;

internal static class TestersExtensions
{
    /// <summary>Adds the testers' choice of a side, which is off unless <c>Gateway:TesterSecret</c> is set.</summary>
    public static void AddTesters(this WebApplicationBuilder builder) => builder.Services
        .AddSettings<TesterOptions>(builder.Configuration.GetSection("Gateway"))
        .AddSingleton(provider => new TesterPasses(provider.GetRequiredService<IOptions<TesterOptions>>().Value.TesterSecret!));

    /// <summary>Reads the choice of each public request. Stands before routing, which decides by it.</summary>
    public static void UseTesters(this WebApplication app)
    {
        if (app.Services.GetRequiredService<IOptions<TesterOptions>>().Value.IsOn)
            app.UseMiddleware<TesterMiddleware>();
    }
}
