using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Strangler.Services.Cancel;
using Strangler.Services.CheckReceipt;
using Strangler.Services.Connect;
using Strangler.Services.ConnectionHealth;
using Strangler.Services.Disconnect;
using Strangler.Services.Favicon;
using Strangler.Services.Health;
using Strangler.Services.JobStatus;
using Strangler.Services.MonitorStatus;
using Strangler.Services.Observability;
using Strangler.Services.Pages;
using Strangler.Services.Pause;
using Strangler.Services.Performance;
using Strangler.Services.ProgressConfig;
using Strangler.Services.ReceivedFiles;
using Strangler.Services.Resume;
using Strangler.Services.ServerInfo;
using Strangler.Services.StartBackup;
using Strangler.Services.Status;
using Strangler.Services.Stop;
using Strangler.Services.Test;
using Strangler.Testing;
using Strangler.Testing.Http;

namespace Strangler.Services.Tests.Hosting;

/// <summary>A Kestrel on a free loopback port that serves the modules and nothing else.</summary>
internal sealed class ModuleHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TemporaryFolder _root;

    private ModuleHost(WebApplication app, TemporaryFolder root) => (_app, _root) = (app, root);

    public IServiceProvider Services => _app.Services;

    public Uri Address => new(_app.Urls.Single());

    /// <summary><paramref name="settings"/> are keys like <c>Services:StopCancels</c> or names of environment variables; legacy's root is an empty folder without them.</summary>
    public static async Task<ModuleHost> StartAsync(
        IEnumerable<KeyValuePair<string, string?>> settings, CancellationToken cancellationToken, Action<IServiceCollection>? configure = null)
    {
        var root = new TemporaryFolder();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection([KeyValuePair.Create<string, string?>("Services:LegacyRoot", root.Path), KeyValuePair.Create<string, string?>("Services:Jobs:Folder", root.Combine("jobs"))]).AddInMemoryCollection(settings);
        builder.Services.AddRoutingCore();
        configure?.Invoke(builder.Services);
        AddModules(builder.Services, builder.Configuration.GetSection("Services"));
        var app = builder.Build();
        MapModules(app);
        await app.StartAsync(cancellationToken);
        return new ModuleHost(app, root);
    }

    public Task<RawResponse> SendAsync(RawRequest request, CancellationToken cancellationToken) =>
        RawHttp.SendAsync(Address, request, cancellationToken);

    public Task<RawResponse> GetAsync(string target, CancellationToken cancellationToken) =>
        SendAsync(RawRequest.Get(target), cancellationToken);

    public Task<RawResponse> PostJsonAsync(string target, string body, CancellationToken cancellationToken) =>
        SendAsync(RawRequest.Post(target, "application/json", body), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        _root.Dispose();
    }

    private static void AddModules(IServiceCollection services, IConfiguration section) => services
        .AddStatus(section).AddHealth(section).AddServerInfo(section).AddConnect(section).AddDisconnect(section)
        .AddTest().AddStop(section).AddPause().AddResume().AddProgressConfig(section).AddConnectionHealth()
        .AddStartBackup(section).AddJobStatus(section).AddCancel(section).AddPerformance(section)
        .AddCheckReceipt(section).AddReceivedFiles(section).AddMonitorStatus(section)
        .AddObservability().AddFavicon(section).AddPages(section);

    private static void MapModules(WebApplication app)
    {
        // As the gateway does it: a status request with a job_id is a route of its own.
        app.MapWhen(context => context.Request.Query.ContainsKey("job_id"), jobs => jobs.UseRouting().UseEndpoints(routes => routes.MapJobStatus()));
        app.UseRouting();
        app.UseRequestMetrics();
        app.MapStatus();
        app.MapHealth();
        app.MapServerInfo();
        app.MapConnect();
        app.MapDisconnect();
        app.MapTest();
        app.MapStop();
        app.MapPause();
        app.MapResume();
        app.MapProgressConfig();
        app.MapConnectionHealth();
        app.MapStartBackup();
        app.MapCancelJob();
        app.MapCancelAll();
        app.MapCancelableJobs();
        app.MapPerformance();
        app.MapJobPerformance();
        app.MapCheckReceipt();
        app.MapReceivedFiles();
        app.MapMonitorStatus();
        app.MapObservability();
        app.MapFavicon();
        app.MapPages();
    }
}
