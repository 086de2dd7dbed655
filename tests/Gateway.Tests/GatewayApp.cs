using System.Net.Mime;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Strangler.Contract;
using Strangler.Testing;
using Strangler.Testing.Processes;

namespace Strangler.Gateway.Tests;

/// <summary>The whole gateway in this process, on real sockets, in front of a legacy, with files of its own that a test may edit.</summary>
internal sealed class GatewayApp : WebApplicationFactory<Program>
{
    private readonly TemporaryFolder _folder = new();
    private readonly Uri? _legacy;
    private readonly (string Key, string Value)[] _settings;
    private Action<IServiceCollection> _services = _ => { };

    /// <param name="legacy">Null for a gateway that has the address of its yarp.json, or none.</param>
    /// <param name="settings">Further ones; <c>Config</c> names a folder that is to be kept over a restart.</param>
    public GatewayApp(Uri? legacy, params (string Key, string Value)[] settings)
    {
        (_legacy, _settings) = (legacy, settings);
        Folder = settings.FirstOrDefault(setting => setting.Key == "Config").Value ?? _folder.Path;
        GatewayFolder.Fill(Folder);
        UseKestrel();
    }

    public string Folder { get; }

    public string FeaturesPath => Path.Combine(Folder, "features.json");

    public HttpClient Public => Client(0);

    public HttpClient Management => Client(1);

    /// <summary>Puts routes at a stage in the file, before or after the start; <c>canary 5 %</c> is one too.</summary>
    public GatewayApp With(string stage, params string[] routes)
    {
        GatewayFolder.SetStages(FeaturesPath, routes.ToDictionary(route => route, _ => stage));
        return this;
    }

    /// <summary>Adds services, before the start.</summary>
    public GatewayApp With(Action<IServiceCollection> services)
    {
        _services += services;
        return this;
    }

    public GatewayApp Start()
    {
        StartServer();
        return this;
    }

    public async Task<HttpResponseMessage> PostAsync(string path, JsonObject body) =>
        await Management.PostAsync(path, new StringContent(body.ToJsonString(), Encoding.UTF8, MediaTypeNames.Application.Json), TestContext.Current.CancellationToken);

    /// <summary>Through the API, and by force: nothing has been compared here that would pass the promotion gate.</summary>
    public async Task SetStageAsync(string route, string stage) =>
        (await PostAsync($"/api/routes/{route}/stage", Move(stage, force: true))).EnsureSuccessStatusCode();

    /// <summary>The body of a move to a stage, such as <c>canary 5 %</c>.</summary>
    public static JsonObject Move(string stage, bool force, string who = "test", string why = "test")
    {
        Assert.True(RouteStage.TryParse(stage, out var parsed));
        return new JsonObject { ["stage"] = parsed.Stage.Name(), ["percentage"] = parsed.Percentage, ["who"] = who, ["reason"] = why, ["force"] = force };
    }

    public async Task<JsonObject> BoardAsync() => (JsonObject)JsonNode.Parse(await GetAsync("/api/routes"))!;

    public async Task<JsonArray> AuditAsync() => (JsonArray)JsonNode.Parse(await GetAsync("/api/audit"))!["entries"]!;

    private Task<string> GetAsync(string path) => Management.GetStringAsync(path, TestContext.Current.CancellationToken);

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.ConfigureLogging(logging => logging.ClearProviders());
        builder.ConfigureServices(services => services.RemoveLegacyMonitor());
        builder.ConfigureServices(_services);
        builder.UseSetting("Config", Folder);
        builder.UseSetting("Gateway:Public", "http://127.0.0.1:0");
        builder.UseSetting("Gateway:Management", "http://127.0.0.1:0");
        builder.UseSetting("Gateway:StateFolder", "");
        builder.UseSetting("Gateway:DrainTimeout", "00:00:08");
        builder.UseSetting("Gateway:Readiness:Interval", "00:10:00");
        builder.UseSetting("Gateway:Readiness:RollBackAfter", "0"); // there is neither a client nor a page where most tests look
        builder.UseSetting("Services:LegacyRoot", Folder);
        builder.UseSetting("ShadowDiff:Database", Path.Combine(Folder, "gateway.db"));
        // What stands in for legacy answers otherwise than the modules: routes that a test moves would be taken back.
        builder.UseSetting("Gateway:Watch:Enabled", "false");
        if (_legacy is not null)
            builder.UseSetting("ReverseProxy:Clusters:legacy:Destinations:flask:Address", _legacy.ToString());
        foreach (var (key, value) in _settings)
            builder.UseSetting(key, value);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    private HttpClient Client(int listener)
    {
        var address = Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.ElementAt(listener);
        return new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false }) { BaseAddress = new Uri(address) };
    }
}
