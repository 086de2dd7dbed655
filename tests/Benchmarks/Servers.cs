using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Yarp.ReverseProxy.Configuration;

namespace Strangler.Benchmarks;

/// <summary>What the gateway is measured against, each run in a process of its own.</summary>
internal static class Servers
{
    /// <summary>The line of standard input that is answered by <see cref="Allocated"/> and the bytes.</summary>
    public const string AskForAllocated = "allocated";

    public const string Allocated = "ALLOCATED ";

    // A general status as legacy words it (contract 5).
    private static readonly byte[] Status = Encoding.UTF8.GetBytes(
        """{"backing_up":false,"connected":false,"isConnected":false,"last_updated":"2026-11-22T21:15:48.935981","message":"Ready for backup","phase":"READY","status":"ready"}""" + "\n");

    /// <summary>
    /// A bare Kestrel endpoint with a constant answer: the upstream of the proxies, and the yardstick of <c>live</c>. <c>?bytes=N</c> asks for
    /// an answer of that length.
    /// </summary>
    public static Task<int> ConstantAsync()
    {
        var builder = NewBuilder();
        var app = builder.Build();
        var answers = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        app.MapFallback(context =>
        {
            var body = Status;
            if (context.Request.QueryString.Value is { Length: > 0 } query && query.StartsWith("?bytes=", StringComparison.Ordinal))
            {
                lock (answers)
                    body = answers.TryGetValue(query, out var known) ? known : answers[query] = Enumerable.Repeat((byte)' ', int.Parse(query["?bytes=".Length..], CultureInfo.InvariantCulture)).ToArray();
            }

            context.Response.ContentType = "application/json";
            context.Response.ContentLength = body.Length;
            context.Response.Headers.AccessControlAllowOrigin = "*";
            return context.Response.Body.WriteAsync(body, 0, body.Length);
        });
        return RunAsync(app);
    }

    /// <summary>YARP with one route for all, and as many more as it is told, and nothing of ours.</summary>
    public static Task<int> BareYarpAsync(string destination, int routes)
    {
        var builder = NewBuilder();
        var paths = Enumerable.Range(0, routes).Select(i => $"/api/extra/{i}").Prepend("/{**path}");
        builder.Services.AddReverseProxy().LoadFromMemory(
            [.. paths.Select((path, i) => new RouteConfig { RouteId = $"{i}", ClusterId = "upstream", Match = new RouteMatch { Path = path } })],
            [new ClusterConfig { ClusterId = "upstream", Destinations = new Dictionary<string, DestinationConfig> { ["one"] = new() { Address = destination } } }]);
        var app = builder.Build();
        app.MapReverseProxy();
        return RunAsync(app);
    }

    private static WebApplicationBuilder NewBuilder()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        return builder;
    }

    private static async Task<int> RunAsync(WebApplication app)
    {
        await app.StartAsync();
        Console.WriteLine("PUBLIC " + app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        while (await Console.In.ReadLineAsync() is { } line)
        {
            if (line == AskForAllocated)
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Allocated}{GC.GetTotalAllocatedBytes()}"));
        }

        await app.StopAsync();
        return 0;
    }
}
