using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Strangler.ShadowDiff.Capture;
using Strangler.ShadowDiff.Mirror;
using Strangler.ShadowDiff.Noise;
using Strangler.ShadowDiff.Reports;
using Strangler.ShadowDiff.Rules;
using Strangler.ShadowDiff.Store;
using Strangler.ShadowDiff.Store.Transfer;

namespace Strangler.ShadowDiff;

/// <summary>Adds the shadow to a host: services, the capture in the request pipeline, and the pages for QA.</summary>
public static class ShadowDiffExtensions
{
    /// <summary>Adds capture, mirror, comparison and store, with their options from <paramref name="section"/>.</summary>
    public static IServiceCollection AddShadowDiff(this IServiceCollection services, IConfigurationSection section)
    {
        services.AddOptionsWithValidateOnStart<ShadowDiffOptions, ShadowDiffOptionsValidator>().Bind(section);
        services.AddSingleton<IValidateOptions<ShadowDiffOptions>>(new UnknownSettings(section));
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
        .AddSingleton<ExchangeLedger>()
        .AddSingleton<DatabaseSize>()
        .AddSingleton(provider => new AuditLog(provider.GetRequiredService<GatewayDatabase>()))
        .AddSingleton<StoreWriter>()
        .AddSingleton<StoreExport>()
        .AddSingleton<StoreImport>()
        .AddHostedService(provider => provider.GetRequiredService<StoreWriter>());

    private static IServiceCollection AddMirror(this IServiceCollection services) => services
        .AddSingleton(provider => new RulesInForce(RulesFile.Load(provider.GetRequiredService<IOptions<ShadowDiffOptions>>().Value.Rules)))
        .AddHostedService<RulesReload>()
        .AddHostedService<RuleExpiry>()
        .AddSingleton<LegacyMirror>()
        .AddSingleton<ModernMirror>()
        .AddSingleton<MirrorPipelines>()
        .AddSingleton<ExchangeMirror>()
        .AddSingleton<PairComparer>()
        .AddSingleton<NoiseReplay>()
        .AddSingleton<RuleProposer>()
        .AddSingleton<Rerun>()
        .AddSingleton<ExchangeJudge>()
        .AddHostedService<ShadowWorker>();

    private static IServiceCollection AddReports(this IServiceCollection services) => services
        .AddSingleton(provider => new ParityBoard(provider.GetRequiredService<CoverageLedger>()))
        .AddSingleton<ReportReader>();

    /// <summary>Captures exchanges that carry a <see cref="ShadowPlan"/>. Stands after routing.</summary>
    public static IApplicationBuilder UseShadowDiff(this IApplicationBuilder app) => app.UseMiddleware<CaptureMiddleware>();

    /// <summary>Maps <c>/reports</c> (page), <c>/api/reports</c> (JSON), <c>/api/rules/proposals</c>, <c>/api/export</c> and <c>/api/import</c>.</summary>
    public static IEndpointRouteBuilder MapReports(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/reports", ReportEndpoints.GetPageAsync);
        routes.MapGet("/api/reports", ReportEndpoints.GetJsonAsync);
        routes.MapRuleProposals();
        routes.MapTransfer();
        return routes;
    }
}
