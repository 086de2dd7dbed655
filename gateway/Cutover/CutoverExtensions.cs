using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Microsoft.FeatureManagement;
using Strangler.Gateway.Configuration;
using Strangler.Gateway.Handover;
using Strangler.Gateway.Routing;
using Strangler.Settings;
using Strangler.ShadowDiff.Store;
using Strangler.ShadowDiff.WatchedFiles;

namespace Strangler.Gateway.Cutover;

internal static class CutoverExtensions
{
    /// <summary>Adds the cutover by the flags of <c>features.json</c>.</summary>
    public static void AddCutover(this WebApplicationBuilder builder)
    {
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services
            .AddSettings<CutoverOptions>(builder.Configuration.GetSection("Cutover"))
            .AddSettings<CanaryOptions>(builder.Configuration.GetSection("Gateway"))
            .AddSettings<AutomaticRollbackOptions>(builder.Configuration.GetSection("Gateway"))
            .AddSettings<ServedByOptions>(builder.Configuration.GetSection("Gateway"));
        if (bool.TryParse(builder.Configuration["Cutover:LegacyFlaskProxy"], out var isPlainProxy) && isPlainProxy)
            builder.Services.AddSingleton(new UnopenedDatabase("the gateway was started with --legacy-flask-proxy", static () => true));
        builder.Services
            .AddSingleton<FlagDefinitions>()
            .AddSingleton<IFeatureDefinitionProvider>(provider => provider.GetRequiredService<FlagDefinitions>())
            .AddFeatureManagement();
        // It would warn at each reading of each flag that nobody targets users: it is asked for the stage, and whom that targets at canary is compiled.
        builder.Logging.AddFilter("Microsoft.FeatureManagement", LogLevel.Error);
        builder.Services
            .AddSingleton<CutoverState>()
            .AddSingleton<CutoverCompiler>()
            .AddSingleton<CutoverTurn>()
            .AddSingleton<RequestOwners>()
            .AddSingleton<CanarySubjects>()
            .AddSingleton<UnwrittenExits>()
            .AddSingleton<CutoverSwap>()
            .AddSingleton<HandEdits>()
            .AddSingleton<FeaturesEdit>()
            .AddSingleton<CutoverControl>()
            .AddSingleton(provider => new Latches(provider.GetRequiredService<GatewayFiles>().Features.File.Path))
            .AddSingleton<IStoreFeature, LatchTable>()
            .AddSingleton<IStoreFeature, InDoubtTable>()
            .AddSingleton<EarlierRun>()
            .AddSingleton<StepsBack>()
            .AddSingleton<AutomaticRollback>()
            .AddSingleton<AuditedStages>()
            .AddSingleton<IStoreFeature>(provider => provider.GetRequiredService<AuditedStages>()) // after the audit's own: what waits for the database comes first
            .AddHostedService<EditsWhileDown>()
            .AddHostedService<ExitRetry>()
            .AddSingleton<ILastLook, LastLook>()
            .AddSingleton<MatcherPolicy, CutoverMatcherPolicy>()
            .AddReload(files => files.Yarp) // routes first: flags are validated against them
            .AddReload(files => files.Features);
    }

    private static IServiceCollection AddReload(this IServiceCollection services, Func<GatewayFiles, LastGoodJsonProvider> file) => services
        .AddSingleton<IReload>(provider => ActivatorUtilities.CreateInstance<FileReload>(provider, file(provider.GetRequiredService<GatewayFiles>())));

    /// <summary>Says in each public answer which side gave it, when <c>Gateway:ServedByHeader</c> is on. Stands after routing.</summary>
    public static void UseServedByHeader(this WebApplication app)
    {
        if (app.Services.GetRequiredService<IOptions<ServedByOptions>>().Value.ServedByHeader)
            app.UseMiddleware<ServedByMiddleware>();
    }

    /// <summary>Validates the files against the mapped modules and puts the first snapshot in force. Stands after the last <c>Map</c>.</summary>
    /// <exception cref="InvalidConfigurationException">The files do not fit the modules or each other.</exception>
    public static async Task StartCutoverAsync(this WebApplication app)
    {
        var routes = app.Services.GetRequiredService<RouteTable>();
        routes.LearnModules(((IEndpointRouteBuilder)app).DataSources);
        var files = app.Services.GetRequiredService<GatewayFiles>();
        IReadOnlyList<string> errors = [.. files.ValidateAgainst(routes, app.Services.GetRequiredService<IOptions<CanaryOptions>>().Value.CanaryBy == CanaryOptions.Address), .. RouteSettings.Errors(app.Configuration, routes)];
        if (errors.Count > 0)
            throw new InvalidConfigurationException([.. errors.Concat(files.FurtherErrors(app.Configuration)).Distinct()]);

        app.Services.GetRequiredService<OutrankedValues>().Say();
        app.Services.GetRequiredService<RestartSettings>().Begin();
        await app.Services.GetRequiredService<EarlierRun>().TakeUpAsync();
        await app.Services.GetRequiredService<CutoverSwap>().StartAsync(app.Lifetime.ApplicationStopping);
        if (files.Features.Substituted is { Count: > 0 } substituted)
            app.Services.GetRequiredService<ReloadLog>().Bad(files.Features.FileName, substituted);
    }
}
