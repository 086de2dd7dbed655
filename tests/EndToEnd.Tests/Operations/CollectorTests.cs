using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Strangler.Testing.Processes;

namespace Strangler.EndToEnd.Tests.Operations;

/// <summary>A real collector gets whole traces of a real gateway: one for each request, through module or proxy to legacy.</summary>
public sealed class CollectorTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Traces_GoFromTheClientThroughTheGateway_ToModuleAndLegacy()
    {
        await using var collector = await Collector.StartAsync(Token);
        string? told = null;
        await using var legacy = await StartAsync(context => told = context.Request.Headers.TraceParent);
        await using var gateway = await GatewayProcess.StartAsync(
            new GatewayOptions(new Uri(legacy.Urls.Single()))
            {
                Stages = new Dictionary<string, string> { ["pause"] = "live" },
                Settings = new Dictionary<string, string> { ["Gateway:Telemetry:OtlpEndpoint"] = collector.Endpoint, ["Gateway:Telemetry:PropagateToLegacy"] = "true" },
            },
            Token);
        using var client = new HttpClient(new SocketsHttpHandler { ActivityHeadersPropagator = null }) { BaseAddress = gateway.Public };

        // A client without a trace, answered by legacy, and one with, answered by a module.
        const string Clients = "b7ad6b7169203331";
        var trace = ActivityTraceId.CreateRandom().ToHexString();
        using var pause = new HttpRequestMessage(HttpMethod.Post, "/api/pause") { Headers = { { "traceparent", $"00-{trace}-{Clients}-01" } } };
        (await client.GetAsync("/api/status?token=abcdef123456", Token)).EnsureSuccessStatusCode();
        (await client.SendAsync(pause, Token)).EnsureSuccessStatusCode();

        // The first has one of the gateway's own, and legacy is told of it.
        Assert.True(ActivityContext.TryParse(told, null, out var atLegacy), told);
        var ofLegacy = await collector.TraceAsync(atLegacy.TraceId.ToHexString(), 2, Token);
        var (request, forwarder) = (Assert.Single(ofLegacy, span => span.Name == "GET status"), Assert.Single(ofLegacy, span => span.Name == "proxy.forwarder"));
        Assert.True(string.IsNullOrEmpty(request.ParentSpanId));
        Assert.Equal((request.SpanId, forwarder.SpanId), (forwarder.ParentSpanId, atLegacy.SpanId.ToHexString()));
        Assert.Equal(("status", "legacy", "legacy", "flag"), (request.Attributes["route"], request.Attributes["served_by"], request.Attributes["stage"], request.Attributes["why"]));

        // The other's goes on.
        var ofModern = await collector.TraceAsync(trace, 2, Token);
        var (asked, module) = (Assert.Single(ofModern, span => span.Name == "POST pause"), Assert.Single(ofModern, span => span.Name == "module pause"));
        Assert.Equal((Clients, asked.SpanId), (asked.ParentSpanId, module.ParentSpanId));
        Assert.Equal(("modern", "live"), (asked.Attributes["served_by"], asked.Attributes["stage"]));

        Assert.All(ofLegacy.Concat(ofModern), span => Assert.Equal("strangler-gateway", span.Service));
        Assert.DoesNotContain("abcdef123456", string.Concat(ofLegacy.SelectMany(span => span.Attributes.Values)), StringComparison.Ordinal);
    }

    private static async Task<WebApplication> StartAsync(Action<HttpContext> look)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(context =>
        {
            if (context.Request.Path == "/api/status")
                look(context);
            return context.Response.WriteAsync("legacy", context.RequestAborted);
        });
        await app.StartAsync(Token);
        return app;
    }
}
