using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Strangler.Contract;
using Strangler.Gateway.Configuration;
using Strangler.Gateway.Hosting;
using Strangler.Gateway.Routing;
using Strangler.ShadowDiff.Gate;
using Strangler.Testing;
using Yarp.ReverseProxy.Configuration;

namespace Strangler.Gateway.Tests.Cutover;

public sealed class PromotionGateTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("canary 5 %")]
    [InlineData("live")]
    [InlineData("complete")]
    public async Task Promotion_WithoutEvidence_IsRefusedWithCriterionAndFigures(string stage)
    {
        await using var legacy = await LegacyStub.StartAsync();
        await using var gateway = new GatewayApp(legacy.Address).With("shadow", "test").Start();

        using var refused = await SetAsync(gateway, stage, force: false);

        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains($"'test' is below the promotion gate for {stage}: comparisons: 0 compared since", await refused.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Equal("shadow", FeaturesFile.Load(gateway.FeaturesPath).Stages["test"]);
        Assert.DoesNotContain(await gateway.AuditAsync(), entry => (string?)entry!["after"] == stage);
    }

    [Fact]
    public async Task Promotion_Forced_IsInForce_AndTheAuditSaysPastWhat()
    {
        await using var legacy = await LegacyStub.StartAsync();
        await using var gateway = new GatewayApp(legacy.Address).With("shadow", "test").Start();

        (await SetAsync(gateway, "live", force: true)).EnsureSuccessStatusCode();

        var why = (string)(await gateway.AuditAsync())[0]!["why"]!;
        Assert.StartsWith("because [forced: 'test' is below the promotion gate for live: comparisons: 0 compared", why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GoingBack_IsNeverJudged()
    {
        await using var legacy = await LegacyStub.StartAsync();
        await using var gateway = new GatewayApp(legacy.Address).With("complete", "test").Start();

        foreach (var stage in new[] { "live", "canary 50 %", "canary 5 %", "shadow", "legacy" })
        {
            (await SetAsync(gateway, stage, force: false)).EnsureSuccessStatusCode();
            Assert.Equal("because", (string?)(await gateway.AuditAsync())[0]!["why"]);
        }
    }

    [Fact]
    public async Task Promotion_WithEvidence_PassesWithoutForce()
    {
        await using var legacy = await LegacyStub.StartAsync(AnswerAsModern);
        await using var gateway = new GatewayApp(
            legacy.Address, ("Gate:Routes:test:MinComparisons", "3"), ("Gate:Routes:test:MinParity", "0.4"), ("Gate:Routes:test:MaxLatencyFactor", "1000")).With("shadow", "test").Start();
        using var client = gateway.Public;
        for (var i = 0; i < 3; i++)
            await client.PostAsync("/api/test", null, Token);
        await ComparedAsync(gateway, 3);

        using var answer = await SetAsync(gateway, "live", force: false);

        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Token));
        Assert.Equal("because", (string?)(await gateway.AuditAsync())[0]!["why"]);
    }

    [Fact]
    public void Thresholds_OfAnUnknownRoute_AreRefused()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Gate:Routes:statsu:MinParity", "0.5"), new("ShadowDiff:SampleRates:nope", "1")]).Build();
        var routes = new RouteTable(() => [new RouteConfig { RouteId = "status" }]);

        Assert.Equal(
            [
                "Gate:Routes:statsu: there is no route 'statsu'; did you mean 'status'? The routes are status.",
                "ShadowDiff:SampleRates:nope: there is no route 'nope'; the routes are status.",
            ],
            RouteSettings.Errors(configuration, routes));
    }

    // The host reports several failures as one.
    [Fact]
    public void SeveralFailures_AreALineEach()
    {
        var settings = new OptionsValidationException("status", typeof(GateThresholds), ["out of range"]);
        Assert.Equal(
            ["out of range", "The gateway cannot start: outer inner"],
            StartupFailure.Lines(new AggregateException(settings, settings, new InvalidOperationException("outer", new InvalidOperationException("inner")))));
    }

    private static Task<HttpResponseMessage> SetAsync(GatewayApp gateway, string stage, bool force) =>
        gateway.PostAsync("/api/routes/test/stage", GatewayApp.Move(stage, force, "ana", "because"));

    private static async Task ComparedAsync(GatewayApp gateway, long count)
    {
        using var management = gateway.Management;
        await Eventually.GetAsync(
            async () => JsonNode.Parse(await management.GetStringAsync("/api/sign-off/test", Token))!["gate"]!["evidence"]!,
            evidence => (long)evidence["compared"]! >= count,
            Token);
    }

    // What the module says of the contract (contract 5), in the stub's own words.
    private static Task AnswerAsModern(HttpContext context)
    {
        const string Body = """{"message":"POST test successful","success":true}""" + "\n";
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = Body.Length;
        context.Response.Headers.AccessControlAllowOrigin = "*";
        return context.Response.WriteAsync(Body, context.RequestAborted);
    }
}
