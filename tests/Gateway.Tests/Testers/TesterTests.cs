using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Strangler.Gateway.Tests.Cutover;
using Strangler.Testing;

namespace Strangler.Gateway.Tests.Testers;

/// <summary>A tester sees either side's answer, and nobody else notices that there are testers.</summary>
public sealed class TesterTests : IAsyncDisposable
{
    private const string Secret = "0123456789abcdef";

    private readonly ConcurrentQueue<Dictionary<string, string>> _heard = [];
    private readonly List<IAsyncDisposable> _running = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        foreach (var one in Enumerable.Reverse(_running))
            await one.DisposeAsync();
    }

    [Theory]
    [InlineData("shadow", "legacy", "modern")]
    [InlineData("canary 0.01 %", "legacy", "modern")]
    [InlineData("canary 99.99 %", "legacy", "modern")]
    [InlineData("live", "legacy", "modern")]
    [InlineData("legacy", "legacy", "legacy")]
    [InlineData("complete", "modern", "modern")]
    public async Task Choice_CountsWhereBothSidesCanAnswer(string stage, string atLegacy, string atModern)
    {
        var gateway = await StartAsync(stage);

        Assert.Equal(atLegacy, await SideAsync(gateway, ("X-Cutover", "legacy"), ("X-Cutover-Secret", Secret)));
        Assert.Equal(atModern, await SideAsync(gateway, ("X-Cutover", "modern"), ("X-Cutover-Secret", Secret)));
    }

    [Theory]
    [InlineData("modern", "0123456789abcdeF")]
    [InlineData("modern", "")]
    [InlineData("Modern", Secret)]
    [InlineData("", Secret)]
    public async Task Choice_WithoutTheSecretOrASide_IsNone(string side, string secret)
    {
        var gateway = await StartAsync("shadow");

        Assert.Equal("legacy", await SideAsync(gateway, ("X-Cutover", side), ("X-Cutover-Secret", secret)));
    }

    [Fact]
    public async Task LegacyOnly_OutranksATester()
    {
        var gateway = await StartAsync("live");
        (await gateway.PostAsync("/api/legacy-only", new JsonObject { ["enabled"] = true, ["who"] = "t", ["reason"] = "t" })).EnsureSuccessStatusCode();

        Assert.Equal("legacy", await SideAsync(gateway, ("X-Cutover", "modern"), ("X-Cutover-Secret", Secret)));
    }

    [Fact]
    public async Task Link_SetsACookieThatChooses_AndAnotherEndsIt()
    {
        var gateway = await StartAsync("shadow");
        var links = JsonNode.Parse(await gateway.Management.GetStringAsync("/api/tester-links", Token))!;
        Assert.DoesNotContain(Secret, links.ToJsonString(), StringComparison.Ordinal);

        var cookie = await OpenAsync(gateway, (string)links["modern"]!);
        Assert.EndsWith("; Path=/; HttpOnly; SameSite=Lax", cookie, StringComparison.Ordinal);
        var pair = cookie.Split(';')[0];
        Assert.Equal("modern", await SideAsync(gateway, ("Cookie", $"a=b; {pair}; c=d")));
        Assert.Equal("legacy", await SideAsync(gateway, ("Cookie", pair.Replace("modern", "legacy", StringComparison.Ordinal))));
        Assert.Equal("legacy", await SideAsync(gateway, ("Cookie", pair + "x")));

        Assert.Contains("Max-Age=0", await OpenAsync(gateway, (string)links["off"]!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Link_WithAWrongPass_IsARequestAsAnyOther()
    {
        var gateway = await StartAsync("shadow");

        Assert.Equal("legacy GET /?x-cutover=modern.AAAA", await gateway.Public.GetStringAsync("/?x-cutover=modern.AAAA", Token));
    }

    [Fact]
    public async Task NeitherSideIsToldOfTheChoice_NorIsTheOtherInTheShadow()
    {
        var gateway = await StartAsync("shadow");
        var pair = (await OpenAsync(gateway, (string)JsonNode.Parse(await gateway.Management.GetStringAsync("/api/tester-links", Token))!["legacy"]!)).Split(';')[0];

        await SideAsync(gateway, ("Cookie", $"a=b; {pair}; c=d"), ("X-Cutover", "?"), ("X-Cutover-Secret", Secret)); // legacy's answer
        await SideAsync(gateway, ("Cookie", pair), ("X-Cutover", "modern"), ("X-Cutover-Secret", Secret)); // modern's, compared with legacy's
        await Eventually.GetAsync(() => Task.FromResult(_heard.Count), heard => heard >= 2, Token);

        Assert.All(_heard, headers => Assert.DoesNotContain(headers, header => header.Key.StartsWith("X-Cutover", StringComparison.OrdinalIgnoreCase) || header.Value.Contains("x-cutover", StringComparison.Ordinal)));
        Assert.Equal(["a=b; c=d"], _heard.Where(headers => headers.ContainsKey("Cookie")).Select(headers => headers["Cookie"]).Distinct());
    }

    [Fact]
    public async Task WithoutASecret_LegacyGetsAllAsItCame()
    {
        var gateway = await StartAsync("shadow", secret: "");

        Assert.Equal("legacy", await SideAsync(gateway, ("X-Cutover", "modern"), ("X-Cutover-Secret", ""), ("Cookie", "x-cutover=modern.")));
        Assert.NotEmpty(_heard); // once more where the shadow learns what is noise
        Assert.All(_heard, headers => Assert.Equal(("modern", "x-cutover=modern."), (headers["X-Cutover"], headers["Cookie"])));
        Assert.Equal(HttpStatusCode.NotFound, (await gateway.Management.GetAsync("/api/tester-links", Token)).StatusCode);
    }

    private async Task<GatewayApp> StartAsync(string stage, string secret = Secret)
    {
        var legacy = await LegacyStub.StartAsync(context =>
        {
            _heard.Enqueue(context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase));
            return context.Response.WriteAsync($"legacy {context.Request.Method} {context.Request.Path}{context.Request.QueryString}", context.RequestAborted);
        });
        _running.Add(legacy);
        var gateway = new GatewayApp(legacy.Address, ("Gateway:ServedByHeader", "true"), ("Gateway:TesterSecret", secret)).With(stage, "test").Start();
        _running.Add(gateway);
        return gateway;
    }

    private static async Task<string> OpenAsync(GatewayApp gateway, string link)
    {
        using var client = gateway.Public;
        using var answer = await client.GetAsync(new Uri(link), Token);
        Assert.Equal((HttpStatusCode.Found, "/"), (answer.StatusCode, $"{answer.Headers.Location}"));
        return answer.Headers.GetValues("Set-Cookie").Single();
    }

    private static async Task<string> SideAsync(GatewayApp gateway, params (string Name, string Value)[] headers)
    {
        using var client = gateway.Public;
        foreach (var (name, value) in headers)
            client.DefaultRequestHeaders.TryAddWithoutValidation(name, value);
        return await CutoverTests.SideOfAsync(client, HttpMethod.Post, "/api/test");
    }
}
