using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Strangler.Gateway.Configuration;
using Strangler.Gateway.Routing;
using Strangler.ShadowDiff.Gate;
using Strangler.ShadowDiff.Rules;

namespace Strangler.Gateway.Cutover;

internal static class CutoverExtensions
{
    /// <summary>Adds <c>yarp.json</c> and <c>features.json</c> under every other source, and the cutover by their flags.</summary>
    public static void AddCutover(this WebApplicationBuilder builder)
    {
        var files = GatewayFiles.Find(builder.Configuration["Config"]);
        files.AddTo(builder.Configuration);
        builder.Services.PostConfigure<RulesOptions>(shadow => shadow.Rules = Path.Combine(files.Folder, shadow.Rules));
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services
            .AddSingleton(files)
            .AddSingleton<ReloadLog>()
            .AddSingleton<RouteTable>()
            .AddSingleton<CutoverState>()
            .AddSingleton<CutoverCompiler>()
            .AddSingleton<CutoverRefresh>()
            .AddSingleton<CutoverControl>()
            .AddSingleton<MatcherPolicy, CutoverMatcherPolicy>()
            .AddSingleton<IValidateOptions<GateThresholds>, GateRoutesValidator>()
            .AddHostedService<FileWatch>();
    }

    /// <summary>Stands before routing.</summary>
    public static void UseRawPath(this WebApplication app) => app.UseMiddleware<RawPathMiddleware>();

    /// <summary>Judges the files against the mapped modules and puts the first snapshot in force. Stands after the last <c>Map</c>.</summary>
    /// <exception cref="InvalidConfigurationException">The files do not fit the modules or each other.</exception>
    public static async Task StartCutoverAsync(this WebApplication app)
    {
        var routes = app.Services.GetRequiredService<RouteTable>();
        routes.LearnModules(((IEndpointRouteBuilder)app).DataSources);
        app.Services.GetRequiredService<GatewayFiles>().JudgeAgainst(routes);
        await app.Services.GetRequiredService<CutoverRefresh>().StartAsync(app.Lifetime.ApplicationStopping);
    }
}
