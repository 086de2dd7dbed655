using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Strangler.Services.Connect;
using Strangler.Services.ConnectionHealth;
using Strangler.Services.Disconnect;
using Strangler.Services.Favicon;
using Strangler.Services.Health;
using Strangler.Services.Observability;
using Strangler.Services.Pages;
using Strangler.Services.Pause;
using Strangler.Services.ProgressConfig;
using Strangler.Services.Resume;
using Strangler.Services.ServerInfo;
using Strangler.Services.Status;
using Strangler.Services.Stop;
using Strangler.Services.Test;
using Strangler.Testing.Http;

namespace Strangler.Services.Tests.Hosting;

/// <summary>A Kestrel on a free loopback port that serves the modules and nothing else.</summary>
internal sealed class ModuleHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ModuleHost(WebApplication app) => _app = app;

    public IServiceProvider Services => _app.Services;

    private Uri Address => new(_app.Urls.Single());

    /// <summary><paramref name="settings"/> are keys like <c>Services:StopCancels</c> or names of environment variables.</summary>
    public static async Task<ModuleHost> StartAsync(
        IEnumerable<KeyValuePair<string, string?>> settings, CancellationToken cancellationToken, Action<IServiceCollection>? configure = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Services.AddRoutingCore();
        configure?.Invoke(builder.Services);
        AddModules(builder.Services, builder.Configuration.GetSection("Services"));
        var app = builder.Build();
        MapModules(app);
        await app.StartAsync(cancellationToken);
        return new ModuleHost(app);
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
    }

    private static void AddModules(IServiceCollection services, IConfiguration section) => services
        .AddStatus(section).AddHealth(section).AddServerInfo(section).AddConnect(section).AddDisconnect(section)
        .AddTest().AddStop(section).AddPause().AddResume().AddProgressConfig(section).AddConnectionHealth()
        .AddObservability().AddFavicon(section).AddPages(section);

    private static void MapModules(WebApplication app)
    {
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
        app.MapObservability();
        app.MapFavicon();
        app.MapPages();
    }
}
