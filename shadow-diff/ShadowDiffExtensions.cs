using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Strangler.ShadowDiff.Capture;
using Strangler.ShadowDiff.Compare;
using Strangler.ShadowDiff.Mirror;
using Strangler.ShadowDiff.Noise;
using Strangler.ShadowDiff.Reports;
using Strangler.ShadowDiff.Rerun;
using Strangler.ShadowDiff.Rules;
using Strangler.ShadowDiff.SignOff;
using Strangler.ShadowDiff.Store;
using Strangler.ShadowDiff.Store.Transfer;
using Strangler.ShadowDiff.Triage;

namespace Strangler.ShadowDiff;

/// <summary>Adds the shadow to a host: services, the capture in the request pipeline, and the pages for QA.</summary>
public static class ShadowDiffExtensions
{
    /// <summary>Adds capture, mirror, comparison and store, with their options from <paramref name="section"/>.</summary>
    public static IServiceCollection AddShadowDiff(this IServiceCollection services, IConfigurationSection section)
    {
        services.AddOptionsWithValidateOnStart<ShadowDiffOptions, ShadowDiffOptionsValidator>().Bind(section);
        services.AddSingleton<IValidateOptions<ShadowDiffOptions>>(new UnknownSettings<ShadowDiffOptions>(section));
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();
        return services.AddCapture().AddStore().AddMirror().AddReports();
    }

    private static IServiceCollection AddCapture(this IServiceCollection services) => services
        .AddSingleton<ShadowGuard>()
        .AddSingleton<ShadowSampler>()
        .AddSingleton<StateDrift>()
        .AddSingleton<ShadowQueue>()
        .AddSingleton(provider => new ShadowMetrics(provider.GetRequiredService<IMeterFactory>(), provider.GetRequiredService<ShadowQueue>()));

    /// <summary>The writer starts before the worker and so stops after it: what the worker counts last is still written.</summary>
    private static IServiceCollection AddStore(this IServiceCollection services) => services
        .AddSingleton<GatewayDatabase>()
        .AddSingleton<CoverageLedger>()
        .AddSingleton<DivergenceLedger>()
        .AddSingleton<NoiseLedger>()
        .AddSingleton<TriageLedger>()
        .AddSingleton<ExchangeLedger>()
        .AddSingleton<DatabaseSize>()
        .AddSingleton(provider => new AuditLog(provider.GetRequiredService<GatewayDatabase>()))
        .AddSingleton<StoreWriter>()
        .AddSingleton<StoreExport>()
        .AddSingleton<StoreImport>()
        .AddSingleton(provider => new TriageDesk(
            provider.GetRequiredService<GatewayDatabase>(),
            provider.GetRequiredService<StoreWriter>(),
            provider.GetRequiredService<TriageLedger>(),
            provider.GetRequiredService<TimeProvider>()))
        .AddHostedService(provider => provider.GetRequiredService<StoreWriter>());

    private static IServiceCollection AddMirror(this IServiceCollection services) => services
        .AddSingleton(provider => new RulesInForce(RulesFile.Load(provider.GetRequiredService<IOptions<ShadowDiffOptions>>().Value.Rules)))
        .AddSingleton(provider => new ResponseComparison(
            provider.GetRequiredService<RulesInForce>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<IOptions<ShadowDiffOptions>>().Value.MaxDecodedBytes))
        .AddHostedService<RulesReload>()
        .AddHostedService<RuleExpiry>()
        .AddSingleton<LegacyMirror>()
        .AddSingleton<ModernMirror>()
        .AddSingleton<MirrorPipelines>()
        .AddSingleton<ExchangeMirror>()
        .AddSingleton<NoiseReplay>()
        .AddSingleton<RuleProposer>()
        .AddSingleton<BothSides>()
        .AddSingleton<SightingJudge>()
        .AddSingleton<ExchangeJudge>()
        .AddHostedService<ShadowWorker>();

    private static IServiceCollection AddReports(this IServiceCollection services) => services
        .AddSingleton(provider => new ParityBoard(provider.GetRequiredService<CoverageLedger>()))
        .AddSingleton<FindingReader>()
        .AddSingleton<ReportReader>()
        .AddSingleton<ExchangeRerun>()
        .AddSingleton<ViewReader>();

    /// <summary>Captures exchanges that carry a <see cref="ShadowPlan"/>. Stands after routing.</summary>
    public static IApplicationBuilder UseShadowDiff(this IApplicationBuilder app) => app.UseMiddleware<CaptureMiddleware>();

    /// <summary>Maps QA's pages under <c>/reports</c>, the report as JSON, the sign-off, proposed rules, export and import.</summary>
    public static IEndpointRouteBuilder MapReports(this IEndpointRouteBuilder routes)
    {
        const string Sample = "/reports/{route}/{fingerprint}";
        routes.MapGet("/reports", ReportEndpoints.GetBoardAsync);
        routes.MapGet("/reports/{route}", ReportEndpoints.GetRouteAsync);
        routes.MapGet(Sample, ReportEndpoints.GetSampleAsync);
        routes.MapGet(Sample + "/issue.txt", ReportEndpoints.GetIssueAsync);
        routes.MapPost(Sample + "/rerun", ReportEndpoints.RerunAsync);
        routes.MapGet("/api/reports", ReportEndpoints.GetJsonAsync);
        routes.MapGet("/api/sign-off/{route}", SignOffEndpoint.GetAsync);
        routes.MapRuleProposals();
        routes.MapTransfer();
        return routes;
    }
}
