using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Strangler.Services.Routes;
using Strangler.Services.Routes.Cancel;
using Strangler.Services.Routes.CheckReceipt;
using Strangler.Services.Routes.Connect;
using Strangler.Services.Routes.ConnectionHealth;
using Strangler.Services.Routes.Disconnect;
using Strangler.Services.Routes.Favicon;
using Strangler.Services.Routes.Health;
using Strangler.Services.Routes.Hub;
using Strangler.Services.Routes.JobStatus;
using Strangler.Services.Routes.MonitorStatus;
using Strangler.Services.Routes.Observability;
using Strangler.Services.Routes.Pages;
using Strangler.Services.Routes.Pause;
using Strangler.Services.Routes.Performance;
using Strangler.Services.Routes.ProgressConfig;
using Strangler.Services.Routes.Realtime;
using Strangler.Services.Routes.ReceivedFiles;
using Strangler.Services.Routes.Resume;
using Strangler.Services.Routes.ServerInfo;
using Strangler.Services.Routes.StartBackup;
using Strangler.Services.Routes.Status;
using Strangler.Services.Routes.Stop;
using Strangler.Services.Routes.Test;
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
        builder.Services.AddRoutes(builder.Configuration.GetSection("Services"));
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
        app.MapHub();
        app.MapAdapter();
        app.MapPages();
        app.MapRealtime();
    }
}
