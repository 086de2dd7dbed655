using Strangler.Gateway.Audit;
using Strangler.Gateway.Configuration;
using Strangler.Gateway.Cutover;
using Strangler.Gateway.Hosting;
using Strangler.Gateway.Jobs;
using Strangler.Gateway.Legacy;
using Strangler.Gateway.Listeners;
using Strangler.Gateway.Management;
using Strangler.Gateway.Metrics;
using Strangler.Gateway.Modules;
using Strangler.Gateway.Realtime;
using Strangler.ShadowDiff;
using Strangler.ShadowDiff.Gate;

try
{
    var builder = WebApplication.CreateBuilder(CommandLine.Expand(args));
    builder.AddHosting();
    builder.AddCutover();
    builder.Services.AddAudit();
    builder.AddLegacyProxy();
    builder.AddGatewayMetrics();
    builder.AddManagement();
    builder.AddJobs();
    builder.AddModules();
    builder.AddRealtime();
    builder.Services.AddShadowDiff(builder.Configuration.GetSection("ShadowDiff"));
    builder.Services.AddPromotionGate(builder.Configuration.GetSection("Gate"));

    var app = builder.Build();
    app.UseRequestGuard();
    app.UseManagement();
    app.UseRawPath();
    app.UseRouting();
    app.UseMeasure();
    app.UseServedByHeader();
    app.UseConnectionLimit();
    app.UseBackupActivity();
    app.UseRequestMetrics();
    app.UseRealtime();
    app.UseShadowDiff();
    app.MapModules();
    app.MapLegacyProxy();
    await app.StartCutoverAsync();
    await app.RunAsync();
    return 0;
}
catch (Exception ex) when (StartupFailure.IsExpected(ex))
{
    return StartupFailure.Report(ex);
}
