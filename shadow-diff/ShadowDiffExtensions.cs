using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Strangler.Settings;
using Strangler.ShadowDiff.Capture;
using Strangler.ShadowDiff.Compare;
using Strangler.ShadowDiff.Coverage;
using Strangler.ShadowDiff.Descriptions;
using Strangler.ShadowDiff.Findings;
using Strangler.ShadowDiff.Gate;
using Strangler.ShadowDiff.Mirror;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Noise;
using Strangler.ShadowDiff.Processing;
using Strangler.ShadowDiff.Reports;
using Strangler.ShadowDiff.Reports.Page;
using Strangler.ShadowDiff.Reports.SignOff;
using Strangler.ShadowDiff.Rerun;
using Strangler.ShadowDiff.Rules;
using Strangler.ShadowDiff.Shape;
using Strangler.ShadowDiff.Store;
using Strangler.ShadowDiff.Store.Moving;
using Strangler.ShadowDiff.Store.Postgres;
using Strangler.ShadowDiff.Store.Sqlite;
using Strangler.ShadowDiff.Traces;
using Strangler.ShadowDiff.Transfer;
using Strangler.ShadowDiff.Triage;
using Strangler.ShadowDiff.Trials;
using Strangler.ShadowDiff.WatchedFiles;

namespace Strangler.ShadowDiff;

/// <summary>Adds the shadow to a host: services, the capture in the request pipeline, and the pages for QA.</summary>
public static class ShadowDiffExtensions
{
    /// <summary>
    /// Adds capture, mirror, comparison and store, with their options from <paramref name="section"/>, and the engine of the store from <paramref name="store"/>. The host adds what the shadow asks of
    /// it: <see cref="IShadowedRoutes"/>, <see cref="IModernBuild"/>, <see cref="ITriageAudit"/>, and an <see cref="IStoreFeature"/> for its own part of the database.
    /// </summary>
    public static IServiceCollection AddShadowDiff(this IServiceCollection services, IConfigurationSection section, IConfigurationSection store)
    {
        services
            .AddSettings<CaptureOptions>(section)
            .AddSettings<ComparisonOptions>(section)
            .AddSettings<MirrorOptions>(section)
            .AddSettings<NoiseOptions>(section)
            .AddSettings<SightingOptions>(section)
            .AddSettings<StateDriftOptions>(section)
            .AddSettings<ShapeOptions>(section)
            .AddSettings<DatabaseOptions>(section)
            .AddSettings<StoreProviderOptions>(store)
            .AddSettings<RulesOptions>(section)
            .AddSettings<ExampleOptions>(section)
            .AddSettings<RetentionOptions>(section);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IModernBuild, UnknownBuild>();
        services.TryAddSingleton<ITraceViewer, NoTraceViewer>();
        services.TryAddSingleton<IExchangeListener, NoExchangeListener>();
        services.AddMetrics();
        return services.AddCapture().AddStore().AddComparison().AddMirror().AddReports();
    }

    private static IServiceCollection AddCapture(this IServiceCollection services) => services
        .AddSingleton<ShadowGuard>()
        .AddSingleton<ShadowSampler>()
        .AddSingleton<StateDrift>()
        .AddSingleton<ShadowQueue>()
        .AddSingleton<IChannelShadow, ChannelShadow>();

    /// <summary>The writer starts before the worker and so stops after it: what the worker counts last is still written. Coverage comes before findings, see there.</summary>
    private static IServiceCollection AddStore(this IServiceCollection services) => services
        .AddSingleton(Database)
        .AddSingleton<DatabaseBackup>()
        .AddSingleton<StoreMove>()
        .AddSingleton<DatabaseSize>()
        .AddSingleton<StoreWriter>()
        .AddHostedService(provider => provider.GetRequiredService<StoreWriter>())
        .AddSingleton<CoverageMetrics>()
        .AddSingleton<CoverageCounts>()
        .AddSingleton<CoverageStore>()
        .AddSingleton<IStoreFeature>(provider => provider.GetRequiredService<CoverageStore>())
        .AddSingleton<DivergenceRegister>()
        .AddSingleton<FindingRecorder>()
        .AddSingleton<IStoreFeature, FindingsStore>()
        .AddSingleton<IClosingThreshold, ClosingThreshold>()
        .AddSingleton<TriageStates>()
        .AddSingleton<TriageDesk>()
        .AddSingleton<IStoreFeature, TriageStore>()
        .AddSingleton<LearnedNoise>()
        .AddSingleton<IStoreFeature, NoiseStore>()
        .AddSingleton<LearnedShapes>()
        .AddSingleton<IStoreFeature, ShapeStore>()
        .AddSingleton<IStoreFeature, TraceTable>()
        .AddSingleton<IStoreFeature, ImportLog>()
        .AddSingleton(provider => new TrialStore(provider.GetRequiredService<ITriageAudit>(), provider.GetRequiredService<StoreWriter>, provider.GetRequiredService<TimeProvider>()))
        .AddSingleton<IStoreFeature>(provider => provider.GetRequiredService<TrialStore>())
        .AddSingleton<StoreExport>()
        .AddSingleton<StoreImport>();

    private static GatewayDatabase Database(IServiceProvider services)
    {
        var migrations = new Migrations(services.GetServices<IStoreFeature>().SelectMany(feature => feature.Migrations));
        var store = services.GetRequiredService<IOptions<StoreProviderOptions>>().Value;
        IDatabaseEngine engine = store.Provider == StoreProvider.Postgresql
            ? Server(store.ConnectionString, migrations)
            : new SqliteEngine(Path.GetFullPath(services.GetRequiredService<IOptions<DatabaseOptions>>().Value.Database), migrations);
        return new(engine, migrations.Newest, services.GetService<UnopenedDatabase>());
    }

    /// <summary>Apart, so that Npgsql is loaded by whoever needs it and nobody else.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static PostgresEngine Server(string connectionString, Migrations migrations) => new(connectionString, migrations);

    private static IServiceCollection AddComparison(this IServiceCollection services) => services
        .AddSingleton(provider => new RulesInForce(RulesFile.Load(
            provider.GetRequiredService<IOptions<RulesOptions>>().Value.Rules, RulesReload.Known(provider.GetRequiredService<IShadowedRoutes>()))))
        .AddSingleton(provider => new ResponseComparison(
            provider.GetRequiredService<RulesInForce>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<IOptions<ComparisonOptions>>().Value))
        .AddHostedService<RulesStart>()
        .AddSingleton<IReload, RulesReload>()
        .AddHostedService<FileWatch>()
        .AddHostedService<RuleExpiry>();

    private static IServiceCollection AddMirror(this IServiceCollection services) => services
        .AddSingleton<MirrorMetrics>()
        .AddSingleton<LegacyMirror>()
        .AddSingleton<ModernMirror>()
        .AddSingleton<MirrorPipelines>()
        .AddSingleton<ExchangeMirror>()
        .AddSingleton<NoiseReplay>()
        .AddHostedService(provider => provider.GetRequiredService<NoiseReplay>())
        .AddSingleton<RuleProposer>()
        .AddSingleton<BothSides>()
        .AddSingleton(provider => new SideProbe(provider.GetRequiredService<BothSides>(), provider.GetRequiredService<TriageStates>(), provider.GetRequiredService<TimeProvider>()))
        .AddSingleton<SecondLook>()
        .AddSingleton<SightingCheck>()
        .AddSingleton<LegacyBefore>()
        .AddSingleton<FollowedJobs>()
        .AddSingleton<ShapeCheck>()
        .AddSingleton<ExchangeProcessor>()
        .AddHostedService<ShadowWorker>()
        .AddSingleton<FaultTrials>()
        .AddSingleton<IComparedPairs>(provider => provider.GetRequiredService<FaultTrials>())
        .AddSingleton<IRunningTrial>(provider => provider.GetRequiredService<FaultTrials>());

    /// <summary>How the answers are written, for whoever describes them.</summary>
    private static IServiceCollection AddDescribedJson(this IServiceCollection services) => services.ConfigureHttpJsonOptions(json =>
    {
        foreach (var context in new JsonSerializerContext[] { ReportJson.Default, SignOffJson.Default, TriageJson.Default, TrialJson.Default, TraceJson.Default, ProposalJson.Default, ExportJson.Default })
            json.SerializerOptions.TypeInfoResolverChain.Add(context);
    });

    private static IServiceCollection AddReports(this IServiceCollection services) => services
        .AddDescribedJson()
        .AddSingleton(provider => new ParityFigures(provider.GetRequiredService<CoverageCounts>()))
        .AddSingleton<FindingReader>()
        .AddSingleton<ChangeReader>()
        .AddSingleton<ReportReader>()
        .AddSingleton<ExchangeRerun>()
        .AddSingleton<ViewReader>();

    /// <summary>Captures exchanges that have a plan. Stands after routing.</summary>
    /// <param name="app">The application.</param>
    /// <param name="planOf">The plan of a request; null for none. Asked once for each.</param>
    /// <param name="isWithheld">Asked after the answer: whether the other side must not get a copy, because the answering one refused what its settings forbid.</param>
    public static IApplicationBuilder UseShadowDiff(this IApplicationBuilder app, Func<HttpContext, ShadowPlan?> planOf, Predicate<HttpContext> isWithheld) =>
        app.UseMiddleware<CaptureMiddleware>(planOf, isWithheld);

    /// <summary>Maps QA's pages under <c>/reports</c>, the report as JSON, the sign-off, QA's verbs, proposed rules, export and import.</summary>
    public static IEndpointRouteBuilder MapReports(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("").MayRefuse(StatusCodes.Status503ServiceUnavailable);
        ((IEndpointConventionBuilder)pages).Finally(StoreFailure.Answer);
        pages.MapReportPages();
        pages.MapTriageApi();
        pages.MapTrialApi();
        pages.MapTraceApi();
        pages.MapRuleProposals();
        pages.MapTransfer();
        return routes;
    }
}
