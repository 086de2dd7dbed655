using System.Net.Mime;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Strangler.Contract.Management;
using Strangler.Gateway.ApiDocuments;
using Strangler.Gateway.Cutover;
using Strangler.Gateway.Doctor;
using Strangler.Gateway.Drain;
using Strangler.Gateway.Listeners;
using Strangler.Gateway.Management.Pages;
using Strangler.Gateway.Readiness;
using Strangler.Settings;
using Strangler.ShadowDiff;
using Strangler.ShadowDiff.Descriptions;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Reports.Page;
using Strangler.ShadowDiff.Store;

namespace Strangler.Gateway.Management;

internal static class ManagementExtensions
{
    public static void AddManagement(this WebApplicationBuilder builder)
    {
        builder.Services.AddSettings<ManagementOptions>(builder.Configuration.GetSection("Gateway"));
        builder.Services.AddSingleton<IValidateOptions<ManagementOptions>, ManagementTokenValidator>();
        builder.Services.AddSingleton<BoardReader>().AddSingleton<TimelineReader>();
        builder.Services.AddSingleton<IShadowedRoutes, ShadowedRoutes>();
        builder.Services.AddSingleton<IModernBuild, ModernBuild>();
        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            // As all that the port writes is written; the documents ask here how that is.
            json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, ManagementJson.Default);
        });
        builder.Services.AddApiDocuments();
    }

    private static JsonHttpResult<HealthResponse> HealthOf(CutoverState state, GatewayDatabase database) => TypedResults.Json(
        new HealthResponse(
            "healthy",
            state.Current switch { { Legacy: null } => "none", { NeedsLegacy: true } => "needed", _ => "not-needed" },
            database.State switch { DatabaseState.Unavailable => "unavailable", DatabaseState.BegunAnew => "begun-anew", _ => "good" }),
        ManagementJson.Readable.HealthResponse);

    private static JsonHttpResult<ReadyResponse> ReadyOf(ModuleReadiness readiness, DrainState drain)
    {
        List<FailedCheckResponse> failed = [.. readiness.Failing.Select(check => new FailedCheckResponse(check.Name, [.. check.Routes], [.. readiness.ServedOf(check)]))];
        var status = drain.HasBegun ? "stopping" : !readiness.IsKnown ? "starting" : failed.Exists(check => check.Served.Count > 0) ? "not-ready" : "ready";
        return TypedResults.Json(new ReadyResponse(status, failed), ManagementJson.Readable.ReadyResponse, statusCode: status == "ready" ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    /// <summary>
    /// Gives the management port a pipeline of its own: its routes do not exist on the public port, nor the public ones here.
    /// Told apart by the listener a connection came in on, which no header can forge.
    /// </summary>
    public static void UseManagement(this WebApplication app)
    {
        app.MapWhen(context => context.Features.Get<ManagementListener>() is not null, management =>
        {
            management.UseMiddleware<ManagementGuard>();
            management.UseRouting();
            management.UseQueryArguments();
            management.UseEndpoints(all =>
            {
                var routes = all.MapGroup("").Takes();
                routes.MapBoard();
                routes.MapAudit();
                all.MapGet(ManagementGuard.Probe, HealthOf).Answers("Whether the gateway serves.", typeof(HealthResponse));
                all.MapGet(ManagementGuard.Liveness, static () => TypedResults.Json(new LiveResponse("alive"), ManagementJson.Readable.LiveResponse)).Answers("Whether the process lives.", typeof(LiveResponse));
                all.MapGet(ManagementGuard.Readiness, ReadyOf).Answers("Whether all that modern answers can be answered.", typeof(ReadyResponse))
                    .WithMetadata(new ProducesResponseTypeMetadata(StatusCodes.Status503ServiceUnavailable, typeof(ReadyResponse), [MediaTypeNames.Application.Json]));
                routes.MapCutoverApi();
                routes.MapPlanApi();
                routes.MapUpgradeApi();
                routes.MapTimeline();
                routes.MapTesterLinks();
                routes.MapDoctor();
                routes.MapDecommission();
                routes.MapBackup();
                routes.MapReports();
                routes.MapPrometheusScrapingEndpoint("/metrics").WithMetadata(new HttpMethodMetadata([HttpMethods.Get]))
                    .AnswersText("Metrics, for Prometheus.", "text/plain");
                routes.MapApiDocuments();
                // As a request delegate: the compiler would write a handler for another path.
                all.MapFallback("/{**path}", static context => ManagementErrors.NotFound().ExecuteAsync(context)).ExcludeFromDescription();
            });
        });

        if (app.Services.GetRequiredService<IOptions<ManagementOptions>>().Value.PublicMetrics)
            app.UseOpenTelemetryPrometheusScrapingEndpoint(context => context.Request.Path == "/metrics" && HttpMethods.IsGet(context.Request.Method));
    }
}
