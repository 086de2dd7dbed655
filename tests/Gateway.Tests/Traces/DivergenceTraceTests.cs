using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Strangler.Testing;

namespace Strangler.Gateway.Tests.Traces;

/// <summary>A divergence leads to the trace of the exchange that showed it, where that was recorded.</summary>
public sealed class DivergenceTraceTests
{
    private const string Trace = "0af7651916cd43dd8448eb211c80319c";
    private const string Nowhere = "http://127.0.0.1:1";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Nowhere, "01", Trace)]
    [InlineData(Nowhere, "00", null)]
    [InlineData("", "01", null)]
    public async Task Example_NamesTheTraceOfItsExchange_WhereOneWasRecorded(string collector, string flags, string? expected)
    {
        await using var legacy = await LegacyAsync();
        await using var gateway = new GatewayApp(legacy.Address, ("Gateway:Telemetry:OtlpEndpoint", collector)).With("shadow", "status").Start();

        var divergence = await DivergeAsync(gateway, flags);

        Assert.Equal(expected, (string?)divergence["example"]!["trace_id"]);
    }

    [Fact]
    public async Task Trace_IsNamedWhereverValuesAre_WithALinkOnPages()
    {
        await using var legacy = await LegacyAsync();
        await using var gateway = new GatewayApp(legacy.Address, ("Gateway:Telemetry:OtlpEndpoint", Nowhere), ("Gateway:Telemetry:TraceUrl", "http://traces.example/trace/{trace}?a=1&b=2"))
            .With("shadow", "status").Start();
        using var management = gateway.Management;

        var fingerprint = (string?)(await DivergeAsync(gateway, "01"))["fingerprint"];

        const string Link = $"<a href=\"http://traces.example/trace/{Trace}?a=1&amp;b=2\"";
        foreach (var (path, expected) in ((string, string)[])
        [
            ($"/reports/status/{fingerprint}", Link),
            ("/reports/status", Link),
            ("/api/sign-off/status?format=html", Link),
            ($"/reports/status/{fingerprint}/issue.txt", $"Trace:       http://traces.example/trace/{Trace}?a=1&b=2\n"),
            ("/api/divergences?route=status", $"\"trace_id\":\"{Trace}\""),
            ("/api/sign-off/status?format=json", $"\"trace_id\":\"{Trace}\""),
            ("/api/sign-off/status?format=markdown", $" | {Trace} | "),
            ("/api/sign-off/status?format=junit", $"Trace {Trace}."),
            ("/api/export", $"\"trace_id\":\"{Trace}\""),
        ])
        {
            Assert.Contains(expected, (await management.GetStringAsync(path, Token)).ReplaceLineEndings("\n"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Page_WithoutAViewer_HasTheIdAlone()
    {
        await using var legacy = await LegacyAsync();
        await using var gateway = new GatewayApp(legacy.Address, ("Gateway:Telemetry:OtlpEndpoint", Nowhere)).With("shadow", "status").Start();

        var fingerprint = (string?)(await DivergeAsync(gateway, "01"))["fingerprint"];

        using var management = gateway.Management;
        var page = await management.GetStringAsync($"/reports/status/{fingerprint}", Token);
        Assert.Contains($"<code>{Trace}</code>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("rel=\"noreferrer\"", page, StringComparison.Ordinal);
    }

    private static Task<LegacyStub> LegacyAsync() => LegacyStub.StartAsync(static context =>
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync("""{"legacy":true}""");
    });

    /// <summary>One exchange, and the first divergence that came of it.</summary>
    private static async Task<JsonNode> DivergeAsync(GatewayApp gateway, string flags)
    {
        using var client = gateway.Public;
        client.DefaultRequestHeaders.Add("traceparent", $"00-{Trace}-b7ad6b7169203331-{flags}");
        (await client.GetAsync("/api/status", Token)).EnsureSuccessStatusCode();
        using var management = gateway.Management;
        var route = await Eventually.GetAsync(
            async () => JsonNode.Parse(await management.GetStringAsync("/api/reports", Token))!["routes"]!.AsArray().SingleOrDefault(route => (string?)route!["route"] == "status"),
            route => route?["divergences"]!.AsArray() is [{ } first, ..] && first["example"] is not null,
            Token);
        return route!["divergences"]![0]!;
    }
}
