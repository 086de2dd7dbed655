using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Trace;
using Strangler.Testing;

namespace Strangler.Gateway.Tests.Traces;

/// <summary>Traces of public requests, as a collector gets them (OTLP over HTTP, protobuf), and what legacy is told of them.</summary>
public sealed class TraceTests
{
    private const string Trace = "0af7651916cd43dd8448eb211c80319c";
    private const string ClientsParent = $"00-{Trace}-b7ad6b7169203331-01";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Spans_OfEitherSide_NameRouteSideAndStage_WithinTheClientsTrace()
    {
        var received = new ConcurrentQueue<(string Request, string Body)>();
        await using var collector = await LegacyStub.StartAsync(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            received.Enqueue(($"{context.Request.Method} {context.Request.Path} {context.Request.ContentType}", Encoding.Latin1.GetString(body.ToArray())));
        });
        await using var legacy = await LegacyStub.StartAsync();
        await using (var gateway = new GatewayApp(legacy.Address, ("Gateway:Telemetry:OtlpEndpoint", $"{collector.Address}")).With("live", "pause").Start())
        {
            using var client = gateway.Public;
            client.DefaultRequestHeaders.Add("traceparent", ClientsParent);
            await client.GetAsync("/api/status?token=abcdef123456", Token);
            await client.PostAsync("/api/pause", null, Token);
            await gateway.Management.GetAsync("/api/routes?management=1", Token);
        } // its end sends what has not been sent

        Assert.All(received, post => Assert.Equal("POST /v1/traces application/x-protobuf", post.Request));
        var sent = string.Concat(received.Select(post => post.Body));
        foreach (var expected in (string[])["GET status", "POST pause", "module pause", "proxy.forwarder", "served_by", "modern", "stage", "live", "strangler-gateway", Encoding.Latin1.GetString(Convert.FromHexString(Trace))])
            Assert.Contains(expected, sent, StringComparison.Ordinal);
        Assert.DoesNotContain("abcdef123456", sent, StringComparison.Ordinal);
        Assert.DoesNotContain("/api/routes", sent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, null, null)]
    [InlineData(false, ClientsParent, ClientsParent)]
    [InlineData(true, null, "00-")]
    [InlineData(true, ClientsParent, ClientsParent)]
    public async Task Legacy_IsToldOfATrace_WhereTheSettingSaysSo_AndGetsTheClientsUnchanged(bool isPropagated, string? sent, string? expected)
    {
        string? told = null;
        await using var legacy = await LegacyStub.StartAsync(context =>
        {
            told = context.Request.Headers.TraceParent;
            return context.Response.WriteAsync("legacy");
        });
        await using var gateway = new GatewayApp(legacy.Address, ("Gateway:Telemetry:OtlpEndpoint", "http://127.0.0.1:1"), ("Gateway:Telemetry:PropagateToLegacy", $"{isPropagated}")).Start();
        using var client = gateway.Public;
        if (sent is not null)
            client.DefaultRequestHeaders.Add("traceparent", sent);

        Assert.Equal("legacy", await client.GetStringAsync("/api/status", Token));

        Assert.Equal(expected, expected is "00-" ? told?[..3] : told);
    }

    /// <summary>More spans than wait for it; what is too much is lost.</summary>
    [Fact]
    public async Task Collector_ThatHangs_KeepsNoRequestWaiting_AndNoEnd()
    {
        var hanging = 0;
        await using var collector = await LegacyStub.StartAsync(async context =>
        {
            Interlocked.Increment(ref hanging);
            await Hang.UntilAsync(context.RequestAborted);
        });
        await using var legacy = await LegacyStub.StartAsync();
        await using (var gateway = new GatewayApp(legacy.Address, ("Gateway:Telemetry:OtlpEndpoint", $"{collector.Address}")).Start())
        {
            using var client = gateway.Public;
            for (var i = 0; i < 1_500; i++)
                Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/status", Token)).StatusCode);
        }

        Assert.NotEqual(0, hanging);
    }

    [Fact]
    public async Task NoCollector_NothingTraces()
    {
        await using var gateway = new GatewayApp(new Uri("http://127.0.0.1:1")).Start();

        Assert.Null(gateway.Services.GetService<TracerProvider>());
    }
}
