using System.Text;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Yarp.ReverseProxy.Configuration;

namespace Strangler.Benchmarks;

/// <summary>What the gateway is measured against, each run in a process of its own.</summary>
internal static class Servers
{
    // A general status as legacy words it (contract 5).
    private static readonly byte[] Status = Encoding.UTF8.GetBytes(
        """{"backing_up":false,"connected":false,"isConnected":false,"last_updated":"2026-11-22T21:15:48.935981","message":"Ready for backup","phase":"READY","status":"ready"}""" + "\n");

    /// <summary>A bare Kestrel endpoint with a constant answer: the upstream of the proxies, and the yardstick of <c>live</c>.</summary>
    public static Task<int> ConstantAsync()
    {
        var builder = NewBuilder();
        var app = builder.Build();
        app.MapFallback(context =>
        {
            context.Response.ContentType = "application/json";
            context.Response.ContentLength = Status.Length;
            context.Response.Headers.AccessControlAllowOrigin = "*";
            return context.Response.Body.WriteAsync(Status, 0, Status.Length);
        });
        return RunAsync(app);
    }

    /// <summary>YARP with one route and nothing of ours.</summary>
    public static Task<int> BareYarpAsync(string destination)
    {
        var builder = NewBuilder();
        builder.Services.AddReverseProxy().LoadFromMemory(
            [new RouteConfig { RouteId = "all", ClusterId = "upstream", Match = new RouteMatch { Path = "/{**path}" } }],
            [new ClusterConfig { ClusterId = "upstream", Destinations = new Dictionary<string, DestinationConfig> { ["one"] = new() { Address = destination } } }]);
        var app = builder.Build();
        app.MapReverseProxy();
        return RunAsync(app);
    }

    private static WebApplicationBuilder NewBuilder()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        return builder;
    }

    private static async Task<int> RunAsync(WebApplication app)
    {
        await app.StartAsync();
        Console.WriteLine("PUBLIC " + app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        await Console.In.ReadToEndAsync();
        await app.StopAsync();
        return 0;
    }
}
