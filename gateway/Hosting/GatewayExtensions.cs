using Strangler.Gateway.Alerts;
using Strangler.Gateway.Audit;
using Strangler.Gateway.Configuration;
using Strangler.Gateway.Cutover;
using Strangler.Gateway.Decommission;
using Strangler.Gateway.Doctor;
using Strangler.Gateway.Drain;
using Strangler.Gateway.ErrorReports;
using Strangler.Gateway.Fallback;
using Strangler.Gateway.Handover;
using Strangler.Gateway.Jobs;
using Strangler.Gateway.Legacy;
using Strangler.Gateway.Legacy.Lean;
using Strangler.Gateway.Listeners;
using Strangler.Gateway.Logs;
using Strangler.Gateway.Management;
using Strangler.Gateway.Metrics;
using Strangler.Gateway.Modules;
using Strangler.Gateway.Plans;
using Strangler.Gateway.Readiness;
using Strangler.Gateway.Realtime;
using Strangler.Gateway.Routing;
using Strangler.Gateway.Testers;
using Strangler.Gateway.Traces;
using Strangler.Gateway.Watch;
using Strangler.Services.Flask;
using Strangler.Services.Routes;
using Strangler.ShadowDiff;
using Strangler.ShadowDiff.Gate;

namespace Strangler.Gateway.Hosting;

/// <summary>The gateway as a whole, for the program and for the hosts of the tests.</summary>
internal static class GatewayExtensions
{
    public static WebApplicationBuilder AddGateway(this WebApplicationBuilder builder)
    {
        builder.AddHosting();
        builder.AddLogs();
        builder.AddDrain();
        builder.AddGatewayFiles();
        builder.AddRouteTable();
        builder.AddListeners();
        builder.AddHandover();
        builder.Services.AddAudit();
        builder.AddCutover();
        builder.Services.AddPlans();
        builder.AddTesters();
        builder.AddFallback();
        builder.AddLegacyProxy();
        builder.AddLeanForwarder();
        builder.AddJobs();
        builder.AddRealtime();
        builder.Services.AddRoutes(builder.Configuration.GetSection("Services"));
        builder.AddReadiness();
        builder.AddGatewayMetrics();
        builder.AddTraces();
        builder.AddErrorReports();
        builder.AddWatch();
        builder.AddAlerts();
        builder.Services.AddDoctor();
        builder.AddDecommission();
        builder.AddManagement();
        builder.Services.AddShadowDiff(builder.Configuration.GetSection("ShadowDiff"), builder.Configuration.GetSection("Store"));
        builder.Services.AddPromotionGate(builder.Configuration.GetSection("Gate"));
        builder.LeaveOutKeys();
        return builder;
    }

    /// <summary>The way of a request, from the first check to the module or the proxy.</summary>
    /// <param name="app">The application.</param>
    /// <param name="mapModules">Maps the C# modules, each with its flag.</param>
    /// <exception cref="InvalidConfigurationException">Settings are wrong, or YARP would refuse <c>yarp.json</c>; all is named at once, before the first of it is used.</exception>
    public static WebApplication UseGateway(this WebApplication app, Action<WebApplication> mapModules)
    {
        app.ValidateConfiguration();
        app.UseErrorReports();
        app.LeaveOutAuthorization();
        app.UseTracedRequests();
        app.UseAccessLog();
        app.UseSuccession();
        app.UseRequestGuard();
        app.UseRequestBodyIdleTimeout();
        app.UseManagement();
        app.UseTesters();
        app.UseEarlierJobs(static routed => routed.UseFlaskRouting());
        app.UseMeasure();
        app.UseLegacyUse();
        app.UseServedByHeader();
        app.UseHeadLimits();
        app.UseConnectionLimit();
        app.UseBackupActivity();
        app.UseRequestMetrics();
        app.UseRealtime();
        app.UseEarlyAnswers();
        app.UseShadowDiff(static context => context.Features.Get<ICutoverFeature>()?.Plan, static context => context.Features.Get<RefusedByPolicy>() is not null);
        mapModules(app);
        app.MapLegacyProxy(static proxy => proxy.UseLeanForwarder());
        app.UseFallback();
        app.UseModuleSpans();
        return app;
    }
}
