using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Strangler.ShadowDiff.Gate;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Reports;
using Strangler.ShadowDiff.Reports.Page;
using Strangler.ShadowDiff.Store;
using Strangler.ShadowDiff.Triage;
using Strangler.Testing;
using Strangler.Testing.Stores;

namespace Strangler.ShadowDiff.Tests.Topology;

/// <summary>A web server with the whole shadow in it, on a port of its own, with a database and rules in a folder of its own.</summary>
internal sealed class ShadowHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TemporaryFolder? _folder;

    private ShadowHost(WebApplication app, TemporaryFolder? folder)
    {
        _app = app;
        _folder = folder;
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        Client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = Address };
    }

    public Uri Address { get; }

    public HttpClient Client { get; }

    public IServiceProvider Services => _app.Services;

    public ParityFigures Board => Services.GetRequiredService<ParityFigures>();

    /// <param name="answer">The side that answers the client.</param>
    /// <param name="plan">Made for each request; null leaves it without one.</param>
    /// <param name="rules">The rules file.</param>
    /// <param name="folder">Where database and rules are, and stay; by default a new one that goes with the host.</param>
    /// <param name="time">The clock; by default the machine's.</param>
    /// <param name="store">Its database; by default a file in the folder.</param>
    /// <param name="settings">Of the section <c>ShadowDiff</c>.</param>
    public static async Task<ShadowHost> StartAsync(
        RequestDelegate answer,
        Func<HttpContext, ShadowPlan?> plan,
        string rules = """{ "rules": [] }""",
        TemporaryFolder? folder = null,
        TimeProvider? time = null,
        StorePlace? store = null,
        params (string Name, string Value)[] settings)
    {
        var own = folder is null ? new TemporaryFolder() : null;
        var app = Build(folder ?? own!, plan, rules, time, store ?? (folder ?? own!).Combine("gateway.db"), settings);
        app.MapReports();
        app.UseRouting();
        app.UseQueryArguments();
        app.UseShadowDiff(plan, static _ => false);
        app.UseEndpoints(static _ => { });
        app.Run(answer);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new(app, own);
    }

    /// <summary>Waits until the route has that many exchanges in its counts.</summary>
    public async Task<RouteParity> SettledAsync(long eligible, string route = "status")
    {
        var parity = await Eventually.GetAsync(() => Board.Current().GetValueOrDefault(route), counts => counts?.Eligible >= eligible, TestContext.Current.CancellationToken);
        Assert.Equal(eligible, parity!.Eligible);
        Assert.Equal(parity.Eligible, parity.Compared + parity.Uncompared.Values.Sum());
        return parity;
    }

    public Task<Report> ReportAsync() => Services.GetRequiredService<ReportReader>().ReadAsync(TestContext.Current.CancellationToken);

    public Task StopAsync() => _app.StopAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        _folder?.Dispose();
    }

    private static WebApplication Build(TemporaryFolder folder, Func<HttpContext, ShadowPlan?> plan, string rules, TimeProvider? time, StorePlace store, (string Name, string Value)[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.RequestHeaderEncodingSelector = _ => System.Text.Encoding.Latin1;
        });
        File.WriteAllText(folder.Combine("rules.json"), rules);
        builder.Configuration.AddInMemoryCollection([
            new("ShadowDiff:Rules", folder.Combine("rules.json")),
            new("ShadowDiff:MaxPerSecond", "100000"),
            new("ShadowDiff:RerunDelay", "00:00:00"),
            new("ShadowDiff:NoiseSampleRate", "0"),
        ]);
        builder.Configuration.AddInMemoryCollection(store.Settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => new KeyValuePair<string, string?>($"ShadowDiff:{setting.Name}", setting.Value)));
        if (time is not null)
            builder.Services.AddSingleton(time);

        builder.Services.AddSingleton<IShadowedRoutes>(new PlannedRoutes(plan));
        builder.Services.AddSingleton<IStoreFeature, HostTables>().AddSingleton<ITriageAudit, HostTables>();
        builder.Services.AddShadowDiff(builder.Configuration.GetSection("ShadowDiff"), builder.Configuration.GetSection("Store"));
        builder.Services.AddPromotionGate(builder.Configuration.GetSection("Gate"));
        return builder.Build();
    }
}
