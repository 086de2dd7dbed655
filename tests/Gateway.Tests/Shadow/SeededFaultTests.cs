using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Strangler.Testing;
using Strangler.Testing.Processes;

namespace Strangler.Gateway.Tests.Shadow;

/// <summary>The whole way: a client, the gateway, a module with a bug in it, the reference Flask on the other side, and what QA then reads.</summary>
public sealed class SeededFaultTests
{
    private static readonly IReadOnlyList<ModuleFault> Faults =
    [
        new("status", "GET", "/api/status", "type body /connected", (_, body) => body.Replace("\"connected\":false", "\"connected\":\"false\"", StringComparison.Ordinal)),
        new("health", "GET", "/health", "value body /status", (_, body) => body.Replace("degraded", "Degraded", StringComparison.Ordinal)),
        new("server_info", "GET", "/api/server_info", "missing body /server/version", (_, body) => body.Replace(",\"version\":\"3.0\"", "", StringComparison.Ordinal)),
        new("connection_health", "GET", "/api/server/connection_health", "value header Content-Type", (response, body) =>
        {
            response.ContentType = "application/json; charset=utf-8";
            return body;
        }),
        new("stop", "POST", "/api/stop", "value status", (response, body) =>
        {
            response.StatusCode = 202;
            return body;
        }),
    ];

    private static readonly IReadOnlyList<ModuleFault> Variations =
    [
        new("status", "GET", "/api/status", "", (_, body) => Regex.Replace(body, "\"last_updated\":\"[^\"]*\"", "\"last_updated\":\"2026-11-23T08:00:00\"")),
        new("health", "GET", "/health", "", (_, body) => Regex.Replace(body, "\"cpu_usage_percent\":[0-9.]+", "\"cpu_usage_percent\":99.5")),
        new("server_info", "GET", "/api/server_info", "", (response, body) =>
        {
            response.Headers["X-Request-Id"] = "1";
            return body;
        }),
        new("connection_health", "GET", "/api/server/connection_health", "", (response, body) =>
        {
            response.ContentType = "Application/JSON";
            return body;
        }),
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("shadow")]
    [InlineData("live")]
    public async Task Fault_InEachModule_IsFoundAndNamed(string stage)
    {
        await using var legacy = await LegacyServer.StartAsync(new LegacyOptions { ConnectionLimit = null }, Token);
        var report = await ReportAsync(stage, legacy, Faults);
        Assert.All(Faults, fault => Assert.Equal(fault.Report, Named(report[fault.Route]!)));
        Assert.All(Faults, fault => Assert.Equal(0, (double?)report[fault.Route]!["parity"]));
    }

    [Theory]
    [InlineData("shadow")]
    [InlineData("live")]
    public async Task Variation_InEachModule_IsNoFault(string stage)
    {
        await using var legacy = await LegacyServer.StartAsync(new LegacyOptions { ConnectionLimit = null }, Token);
        IReadOnlyList<ModuleFault> variations = [.. Variations, await OtherOrderAsync(legacy)];
        var report = await ReportAsync(stage, legacy, variations);
        Assert.All(variations, variation => Assert.Equal(variation.Report, Named(report[variation.Route]!)));
        Assert.All(variations, variation => Assert.Equal(0, (long)report[variation.Route]!["diverged"]!));
    }

    /// <summary>The allowed methods, backwards: legacy's order changes with each start, and a fixed one would now and then be the same.</summary>
    private static async Task<ModuleFault> OtherOrderAsync(LegacyServer legacy)
    {
        using var client = new HttpClient();
        using var answer = await client.PutAsync(new Uri(legacy.Address, "/api/stop"), null, Token);
        var backwards = string.Join(", ", answer.Content.Headers.Allow.Reverse());
        return new("stop", "PUT", "/api/stop", "Q14", (response, body) =>
        {
            response.Headers.Allow = backwards;
            return body;
        });
    }

    /// <summary>Sends each fault's request once and returns the report by route, when all of them have been compared.</summary>
    private static async Task<Dictionary<string, JsonNode>> ReportAsync(string stage, LegacyServer legacy, IReadOnlyList<ModuleFault> faults)
    {
        await using var gateway = new GatewayApp(legacy.Address)
            .With(stage, [.. faults.Select(fault => fault.Route)])
            .With(services => services.AddSingleton<MatcherPolicy>(new FaultyModules(faults)))
            .Start();
        using var client = gateway.Public;
        foreach (var fault in faults)
        {
            using var request = new HttpRequestMessage(new HttpMethod(fault.Method), fault.Path);
            using var answer = await client.SendAsync(request, Token);
        }

        using var management = gateway.Management;
        return await Eventually.GetAsync(() => ComparedAsync(management), routes => routes.Count == faults.Count, Token);
    }

    private static async Task<Dictionary<string, JsonNode>> ComparedAsync(HttpClient management) =>
        JsonNode.Parse(await management.GetStringAsync("/api/reports", Token))!["routes"]!.AsArray()
            .OfType<JsonNode>().Where(route => (long)route["compared"]! > 0).ToDictionary(route => (string)route["route"]!);

    private static string Named(JsonNode route) => string.Join(
        "; ",
        route["divergences"]!.AsArray().Select(one => (string?)one!["on_purpose"] ?? $"{one["kind"]} {one["path"]}"));
}
