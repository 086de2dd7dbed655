using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Strangler.Contract;
using Strangler.Gateway.Management;
using Strangler.Gateway.Tests.Jobs;
using Strangler.Testing;
using Strangler.Testing.Http;

namespace Strangler.Gateway.Tests.Management;

public sealed class ManagementGuardTests(ManagementGuardTests.Gateways gateways) : IClassFixture<ManagementGuardTests.Gateways>
{
    private const string Json = "application/json";
    private const string Token = "a-token-of-some-length";

    [Theory]
    [InlineData("localhost:1234", HttpStatusCode.OK)]
    [InlineData("127.0.0.1", HttpStatusCode.OK)]
    [InlineData("[::1]:9091", HttpStatusCode.OK)]
    [InlineData("evil.example", HttpStatusCode.Forbidden)]
    [InlineData("localhost.evil.example", HttpStatusCode.Forbidden)]
    [InlineData("10.0.0.1", HttpStatusCode.Forbidden)]
    [InlineData("ops.example", HttpStatusCode.OK)]
    public async Task Host_OnlyKnownNames(string host, HttpStatusCode expected)
    {
        var gateway = gateways.Plain;
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/routes") { Headers = { Host = host } };

        using var response = await gateway.Management.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(expected, response.StatusCode);
    }

    [Theory]
    [InlineData("POST", Json, null, HttpStatusCode.OK)]
    [InlineData("POST", Json, "same", HttpStatusCode.OK)]
    [InlineData("POST", Json, "http://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("POST", Json, "null", HttpStatusCode.Forbidden)]
    [InlineData("POST", "text/plain", null, HttpStatusCode.UnsupportedMediaType)]
    [InlineData("POST", "application/x-www-form-urlencoded", null, HttpStatusCode.UnsupportedMediaType)]
    [InlineData("PUT", Json, null, HttpStatusCode.MethodNotAllowed)]
    [InlineData("DELETE", Json, null, HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", null, null, HttpStatusCode.NotFound)]
    public async Task Change_OnlyByPostAsJsonFromTheSameOrigin(string method, string? type, string? origin, HttpStatusCode expected)
    {
        var gateway = gateways.Plain;
        using var client = gateway.Management;
        using var request = new HttpRequestMessage(new HttpMethod(method), "/api/rollback");
        if (type is not null)
            request.Content = new StringContent("""{"who":"t","reason":"t"}""", Encoding.UTF8, type);
        if (origin is not null)
            request.Headers.Add("Origin", origin == "same" ? client.BaseAddress!.GetLeftPart(UriPartial.Authority) : origin);

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(expected, response.StatusCode);
        if (expected != HttpStatusCode.OK)
            Assert.NotEmpty((string?)JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["error"] ?? "");
    }

    /// <summary>What is read as plain UTF-8 whatever it is called is refused under another name, on each path and also where the body would do.</summary>
    [Theory]
    [InlineData("/api/rollback", Json, null, HttpStatusCode.OK)]
    [InlineData("/api/rollback", "Application/JSON; charset=\"UTF-8\"", "identity", HttpStatusCode.OK)]
    [InlineData("/api/rollback", Json + "; charset=utf-7", null, HttpStatusCode.UnsupportedMediaType)]
    [InlineData("/api/rollback", Json + "; charset=utf-16", null, HttpStatusCode.UnsupportedMediaType)]
    [InlineData("/api/rollback", Json + "; charset=iso-8859-1", null, HttpStatusCode.UnsupportedMediaType)]
    [InlineData("/api/rollback", Json + "; charset=", null, HttpStatusCode.UnsupportedMediaType)]
    [InlineData("/api/rollback", Json + "; charset=utf-8; charset=utf-7", null, HttpStatusCode.UnsupportedMediaType)]
    [InlineData("/api/rollback", Json, "gzip", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("/api/rollback", Json, "identity, br", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("/api/rollback", Json, "nonsense", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("/api/import", Json, "gzip", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("/api/import", Json + "; charset=utf-16", null, HttpStatusCode.UnsupportedMediaType)]
    public async Task Body_IsPlainUtf8(string path, string type, string? encoding, HttpStatusCode expected)
    {
        using var client = gateways.Plain.Management;
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent("""{"who":"t","reason":"t"}"""u8.ToArray()) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        if (encoding is not null)
            request.Content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(expected, response.StatusCode);
        if (expected != HttpStatusCode.OK)
            Assert.Contains(encoding is null ? "UTF-8" : encoding, (string?)JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["error"] ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/routes", null, null, null, HttpStatusCode.OK)]
    [InlineData("/api/routes", "none", "navigate", "document", HttpStatusCode.OK)]
    [InlineData("/api/routes", "same-origin", "cors", "empty", HttpStatusCode.OK)]
    [InlineData("/reports", "cross-site", "navigate", "document", HttpStatusCode.OK)]
    [InlineData("/reports", "cross-site", "navigate", "iframe", HttpStatusCode.Forbidden)]
    [InlineData("/api/routes", "cross-site", "no-cors", "image", HttpStatusCode.Forbidden)]
    [InlineData("/api/routes", "cross-site", "cors", "empty", HttpStatusCode.Forbidden)]
    [InlineData("/metrics", "same-site", "no-cors", "script", HttpStatusCode.Forbidden)]
    [InlineData("/api/routes", "cross-site", null, null, HttpStatusCode.Forbidden)]
    public async Task Page_OfAnotherSite_MayLinkHereAndNothingElse(string path, string? site, string? mode, string? destination, HttpStatusCode expected)
    {
        var gateway = gateways.Plain;
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in (ReadOnlySpan<(string, string?)>)[("Sec-Fetch-Site", site), ("Sec-Fetch-Mode", mode), ("Sec-Fetch-Dest", destination)])
        {
            if (value is not null)
                request.Headers.Add(name, value);
        }

        using var response = await gateway.Management.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(expected, response.StatusCode);
    }

    [Theory]
    [InlineData("/api/rollback", false, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData("/api/rollback", true, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData("/api/routes/status/stage", false, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData("/api/divergences/f/accept", false, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData("/api/divergences/f/accept", true, HttpStatusCode.RequestEntityTooLarge)]
    public async Task Body_OfMoreThan64KiB_IsRefused(string path, bool chunked, HttpStatusCode expected)
    {
        var gateway = gateways.Plain;
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent($$"""{"who":"{{new string('w', 70_000)}}","reason":"t"}""", Encoding.UTF8, Json),
        };
        request.Headers.TransferEncodingChunked = chunked;

        using var response = await gateway.Management.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(expected, response.StatusCode);
        Assert.NotEmpty((string?)JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["error"] ?? "");
    }

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData("Bearer wrong", HttpStatusCode.Unauthorized)]
    [InlineData("Bearer", HttpStatusCode.Unauthorized)]
    [InlineData("Basic " + Token, HttpStatusCode.Unauthorized)]
    [InlineData("Basic", HttpStatusCode.Unauthorized)]
    [InlineData("Basic !", HttpStatusCode.Unauthorized)]
    [InlineData("Basic login:wrong", HttpStatusCode.Unauthorized)]
    [InlineData("Basic login:" + Token, HttpStatusCode.OK)]
    [InlineData("Basic login::" + Token, HttpStatusCode.Unauthorized)]
    [InlineData("basic login:" + Token, HttpStatusCode.OK)]
    [InlineData("bearer " + Token, HttpStatusCode.OK)]
    [InlineData("Bearer " + Token, HttpStatusCode.OK)]
    public async Task Token_WhenSet_IsDemanded(string? authorization, HttpStatusCode expected)
    {
        var gateway = gateways.WithToken;
        using var client = gateway.Management;
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization?.Split("login", 2) is [var scheme, var login]
            ? scheme + Convert.ToBase64String(Encoding.UTF8.GetBytes("ana" + login))
            : authorization);

        using var response = await client.GetAsync("/api/routes", TestContext.Current.CancellationToken);

        Assert.Equal(expected, response.StatusCode);
        Assert.Equal(expected == HttpStatusCode.Unauthorized, response.Headers.WwwAuthenticate.Any(challenge => challenge.Scheme == "Basic"));
    }

    /// <summary>Whoever asks whether it is up, a launcher or a probe, has no token and calls by the address of the day.</summary>
    [Theory]
    [InlineData("GET", "/healthz", null, HttpStatusCode.OK)]
    [InlineData("HEAD", "/healthz", null, HttpStatusCode.OK)]
    [InlineData("HEAD", "/livez", "10.0.0.1:9091", HttpStatusCode.OK)]
    [InlineData("POST", "/readyz", null, HttpStatusCode.Unauthorized)]
    [InlineData("GET", "/healthz?verbose=1", "10.0.0.1:9091", HttpStatusCode.OK)]
    [InlineData("POST", "/healthz", null, HttpStatusCode.Unauthorized)]
    [InlineData("GET", "/healthz/", null, HttpStatusCode.Unauthorized)]
    [InlineData("GET", "/healthz/../api/routes", null, HttpStatusCode.Unauthorized)]
    [InlineData("GET", "//healthz", null, HttpStatusCode.Unauthorized)]
    [InlineData("GET", "/metrics", null, HttpStatusCode.Unauthorized)]
    [InlineData("GET", "/", null, HttpStatusCode.Unauthorized)]
    public async Task Health_NeedsNoToken_AndTellsNoMoreThanWords(string method, string path, string? host, HttpStatusCode expected)
    {
        var gateway = gateways.WithToken;
        var address = gateway.Management.BaseAddress!;
        var answer = await RawHttp.SendAsync(address, RawRequest.Get(path) with { Method = method, Headers = [RawRequest.Header("Host", host ?? address.Authority)] }, TestContext.Current.CancellationToken);

        Assert.Equal((int)expected, answer.Status);
        if (expected == HttpStatusCode.OK && method == "GET")
            Assert.Equal("""{"status":"healthy","legacy":"needed","database":"good"}""", answer.Text);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/audit")]
    [InlineData("/decommission")]
    [InlineData("/api/routes")]
    [InlineData("/api/audit")]
    [InlineData("/reports")]
    [InlineData("/api/reports")]
    [InlineData("/metrics")]
    public async Task Head_IsAGetWithoutItsBody(string path)
    {
        var gateway = gateways.Plain;
        var answer = await RawHttp.SendAsync(gateway.Management.BaseAddress!, RawRequest.Get(path) with { Method = "HEAD" }, TestContext.Current.CancellationToken);

        Assert.Equal((200, 0), (answer.Status, answer.Body.Length));
    }

    [Fact]
    public async Task Nothing_IsSaidWithWhereTheApiIsDescribed()
    {
        var gateway = gateways.Plain;
        using var answer = await gateway.Management.GetAsync("/nothing", TestContext.Current.CancellationToken);
        Assert.Contains("docs/api.md", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    /// <summary>No page can rebind an address, so the one that the client has reached is good; another is still none of ours.</summary>
    [Theory]
    [InlineData("192.0.2.7:9091", "192.0.2.7", true)]
    [InlineData("192.0.2.7", "::ffff:192.0.2.7", true)]
    [InlineData("[2001:db8::7]:9091", "2001:db8::7", true)]
    [InlineData("192.0.2.8:9091", "192.0.2.7", false)]
    [InlineData("lan.example", "192.0.2.7", false)]
    public async Task Host_TheAddressThatWasReached_IsKnown(string host, string reached, bool expected)
    {
        var passed = false;
        var guard = new ManagementGuard(
            _ =>
            {
                passed = true;
                return Task.CompletedTask;
            },
            Options.Create(new ManagementOptions()));
        var context = new DefaultHttpContext { RequestServices = new ServiceCollection().AddLogging().BuildServiceProvider() };
        context.Request.Method = "GET";
        context.Request.Path = "/api/routes";
        context.Request.Host = new HostString(host);
        context.Connection.LocalIpAddress = IPAddress.Parse(reached);
        context.Features.Set<IHttpMaxRequestBodySizeFeature>(new AnySize());

        await guard.InvokeAsync(context);

        Assert.Equal(expected, passed);
    }

    [Theory]
    [InlineData("staus", "There is no change of 'staus', and no such route; did you mean 'status'?")]
    [InlineData("legacy-onyl", "did you mean 'legacy-only'?")]
    public async Task Audit_OfARouteThatIsNone_SaysWhatWasMeant(string route, string part)
    {
        var gateway = gateways.Plain;
        using var answer = await gateway.Management.GetAsync($"/api/audit?route={route}", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains(part, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/routes/nope/stage", """{"stage":"legacy","who":"t","reason":"t"}""", HttpStatusCode.NotFound, "the routes are")]
    [InlineData("/api/routes/status/stage", """{"stage":"Live","who":"t","reason":"t"}""", HttpStatusCode.BadRequest, "legacy, shadow, canary, live, complete")]
    [InlineData("/api/routes/status/stage", """{"stage":"legacy","who":"t"}""", HttpStatusCode.BadRequest, "'reason' is missing")]
    [InlineData("/api/routes/status/stage", """{"stage":"legacy","who":" ","reason":"t"}""", HttpStatusCode.BadRequest, "'who' is missing")]
    [InlineData("/api/routes/status/stage", "{", HttpStatusCode.BadRequest, "not the JSON object")]
    [InlineData("/api/routes/status/stage", "null", HttpStatusCode.BadRequest, "it must be a JSON object")]
    [InlineData("/api/routes/status/stage", "[]", HttpStatusCode.BadRequest, "not the JSON object")]
    [InlineData("/api/routes/status/stage", "", HttpStatusCode.BadRequest, "The body is empty; send a JSON object.")]
    [InlineData("/api/routes/status/stage", """{"stage":5,"who":"t","reason":"t"}""", HttpStatusCode.BadRequest, "stage: must be a text.")]
    [InlineData("/api/legacy-only", """{"enabled":"yes","who":"t","reason":"t"}""", HttpStatusCode.BadRequest, "enabled: must be true or false.")]
    [InlineData("/api/rollback", "{\"who\":\"t\",\"reason\":\"a\u202Eb\"}", HttpStatusCode.BadRequest, "'reason' holds the character U+202E")]
    [InlineData("/api/rollback", "{\"who\":\"a\\u001b[2Jb\",\"reason\":\"t\"}", HttpStatusCode.BadRequest, "'who' holds the character U+001B")]
    [InlineData("/api/rollback", """{"route":"nope","who":"t","reason":"t"}""", HttpStatusCode.NotFound, "nope")]
    [InlineData("/api/legacy-only", """{"who":"t","reason":"t"}""", HttpStatusCode.BadRequest, "'enabled' is missing")]
    [InlineData("/api/audit/99/revert", """{"who":"t","reason":"t"}""", HttpStatusCode.NotFound, "99")]
    [InlineData("/api/audit/x/revert", """{"who":"t","reason":"t"}""", HttpStatusCode.NotFound, "nothing here")]
    public async Task Change_WithFaults_SaysWhatAndWhatToDo(string path, string body, HttpStatusCode expected, string part)
    {
        var gateway = gateways.Plain;
        using var response = await gateway.Management.PostAsync(path, new StringContent(body, Encoding.UTF8, Json), TestContext.Current.CancellationToken);

        Assert.Equal(expected, response.StatusCode);
        Assert.Contains(part, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    /// <summary>Beyond the server's own numbers it throws something else than for every other bad chunk.</summary>
    [Theory]
    [InlineData("80000000")]
    [InlineData("FFFFFFFF")]
    [InlineData("FFFFFFFFFFFFFFFFF")]
    [InlineData("xyz")]
    public async Task Chunk_OfNoSize_Is400(string size)
    {
        var address = gateways.Plain.Management.BaseAddress!;
        await using var client = await RawConnection.OpenAsync(address, TestContext.Current.CancellationToken);

        await client.SendAsync(
            Encoding.ASCII.GetBytes($"POST /api/rollback HTTP/1.1\r\nHost: {address.Authority}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n{size}\r\nabc"),
            TestContext.Current.CancellationToken);

        Assert.Equal(400, (await client.ReceiveAsync("POST", TestContext.Current.CancellationToken)).Status);
    }

    [Fact]
    public async Task RouteWithoutAModule_StaysAtLegacy()
    {
        using var folder = new TemporaryFolder();
        await using var gateway = await ModuleGateway.StartAsync(folder.Path, new Uri("http://127.0.0.1:1"), new FakeJobs());

        var outcome = await gateway.Control.SetStageAsync("health", new RouteStage(Stage.Live), "t", "t", force: true, TestContext.Current.CancellationToken);

        Assert.Equal("The route 'health' has no C# module yet: only legacy can answer it.", Assert.Single(outcome.Refusal!.Errors));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1001")]
    [InlineData("x")]
    public async Task Audit_LimitOutOfRange_IsRefused(string limit)
    {
        var gateway = gateways.Plain;
        Assert.Equal(HttpStatusCode.BadRequest, (await gateway.Management.GetAsync($"/api/audit?limit={limit}", TestContext.Current.CancellationToken)).StatusCode);
    }

    [Theory]
    [InlineData("/metrics")]
    [InlineData("/metrics/")]
    [InlineData("/api/audit")]
    [InlineData("/api/audit/")]
    [InlineData("/reports/")]
    public async Task WhatIsRead_IsNotPosted(string path)
    {
        var gateway = gateways.Plain;
        Assert.Equal(HttpStatusCode.NotFound, (await gateway.PostAsync(path, [])).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await gateway.Management.GetAsync(path, TestContext.Current.CancellationToken)).StatusCode);
    }

    [Theory]
    [InlineData("/api/routes")]
    [InlineData("/healthz")]
    [InlineData("/readyz")]
    [InlineData("/metrics")]
    [InlineData("/reports")]
    public async Task PublicPort_HasNothingOfTheManagement(string path)
    {
        var gateway = gateways.Plain;
        Assert.Equal($"legacy GET {path}", await gateway.Public.GetStringAsync(path, TestContext.Current.CancellationToken));
    }

    /// <summary>What is asked here changes nothing that another test sees.</summary>
    public sealed class Gateways : IAsyncLifetime
    {
        private LegacyStub? _legacy;

        internal GatewayApp Plain { get; private set; } = null!;

        internal GatewayApp WithToken { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            _legacy = await LegacyStub.StartAsync();
            Plain = new GatewayApp(_legacy.Address, ("Gateway:ManagementHosts:0", "ops.example")).Start();
            WithToken = new GatewayApp(_legacy.Address, ("Gateway:ManagementToken", Token)).Start();
        }

        public async ValueTask DisposeAsync()
        {
            await Plain.DisposeAsync();
            await WithToken.DisposeAsync();
            await _legacy!.DisposeAsync();
        }
    }

    private sealed class AnySize : IHttpMaxRequestBodySizeFeature
    {
        public bool IsReadOnly => false;

        public long? MaxRequestBodySize { get; set; }
    }
}
