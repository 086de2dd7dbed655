using System.Text;
using Strangler.ShadowDiff.Recording;
using Strangler.ShadowDiff.Rules;
using Strangler.ShadowDiff.Store;
using Strangler.ShadowDiff.Tests.Store;
using Strangler.Testing;

namespace Strangler.ShadowDiff.Tests.Recording;

public sealed class RedactionTests
{
    private const string Listed = """
        "values": [
          { "route": "*", "at": "header X-Token" }, { "route": "*", "at": "query token" }, { "route": "status", "at": "body /user/*" },
          { "route": "*", "at": "body /list/*/name" }, { "route": "health", "at": "body /kept" }]
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Listed_ValuesOfARoute_AreNotKeptAndAllElseIs()
    {
        var stored = await RecordAsync(
            Listed,
            """{ "user": {"name":"s3cret","ids":[1,{"x":"s3cret"}]}, "list":[{"name":"s3cret","n":1}], "kept":"k" }""",
            target: "/api/status?a=1&to%6Ben=s3cret&token&token=s3cret%20b",
            headers: ("X-Token", "s3cret"));

        Assert.Equal(
            """{ "user": {"name":"(not stored)","ids":"(not stored)"}, "list":[{"name":"(not stored)","n":1}], "kept":"k" }""", stored.Legacy.Body.Text);
        Assert.Equal("/api/status?a=1&to%6Ben=(not stored)&token&token=(not stored)", stored.Request.Target);
        Assert.Contains(stored.Request.Headers, header => header is ["X-Token", "(not stored)"]);
        Assert.DoesNotContain("s3cret", Everything(stored), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("user=s3cret&x=1")]
    [InlineData("""{"user":{"name":"s3cret" """)]
    [InlineData("s3cret")]
    public async Task Listed_BodyThatIsNoJson_IsNotKeptAtAll(string body)
    {
        var stored = await RecordAsync(Listed, body);
        Assert.Equal(("redacted", (long)body.Length, null), (stored.Legacy.Body.Kind, stored.Legacy.Body.Length, stored.Legacy.Body.Text));
        Assert.DoesNotContain(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(body))), Everything(stored), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Strict_UnlistedValues_AreTypeAndHash()
    {
        const string Rules = """ "strict": true, "keep": [{ "route": "*", "at": "body /phase" }, { "route": "*", "at": "header Allow" }, { "route": "*", "at": "query job_id" }] """;
        var stored = await RecordAsync(
            Rules, """{"phase":"READY","who":"s3cret","n":[4711.25,true,null]}""", target: "/api/x/s3cret?job_id=7&q=s3cret", headers: [("Allow", "GET"), ("X-Who", "s3cret"), ("Content-Type", "application/json")]);

        Assert.Matches("""^\{"phase":"READY","who":"string [0-9a-f]{16}","n":\["number [0-9a-f]{16}","boolean [0-9a-f]{16}","null [0-9a-f]{16}"\]\}$""", stored.Legacy.Body.Text);
        Assert.Matches("^/api/x/path [0-9a-f]{16}\\?job_id=7&q=query [0-9a-f]{16}$", stored.Request.Target);
        Assert.Contains(stored.Request.Headers, header => header is ["Allow", "GET"]);
        Assert.DoesNotContain("s3cret", Everything(stored), StringComparison.Ordinal);
        Assert.DoesNotContain("4711.25", Everything(stored), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Strict_EqualValues_HaveEqualHashes()
    {
        var first = await RecordAsync("\"strict\": true", """{"a":"x","b":"x","c":"y"}""");
        var values = first.Legacy.Body.Text!.Split('"').Where(part => part.StartsWith("string ", StringComparison.Ordinal)).ToList();
        Assert.Equal(values[0], values[1]);
        Assert.NotEqual(values[0], values[2]);
    }

    [Theory]
    [InlineData("""{"user":{"name":"s3cret1"}}""", """{"user":{"name":"s3cret2"}}""")] // at the place
    [InlineData("""{"user":{"a":{"b":"s3cret1"}}}""", """{"user":{"a":{"b":"s3cret2"}}}""")] // below it
    [InlineData("""{"user":{"name":"s3cret1"}}""", """{"user":7}""")] // above it
    [InlineData("""{"user":{"name":"s3cret1"}}""", """{ "user":{"name":"s3cret1"}}""")] // other bytes
    [InlineData("""{"list":[{"name":"s3cret1"},{"name":"s3cret2"}]}""", """{"list":[{"name":"s3cret2"},{"name":"s3cret1"}]}""")] // another order
    [InlineData("""{"user":{"name":"s3cret1"}}""", "s3cret2")] // no JSON on one side
    [InlineData("s3cret1", "s3cret2")] // text
    public async Task Store_WhateverDiffers_KeepsNothingOfIt(string legacy, string modern)
    {
        using var folder = new TemporaryFolder();
        await using (var store = new OpenStore(folder.Combine("gateway.db")))
        {
            var comparison = await store.CompareAsync(Pairs.Json(legacy, modern), Parse(Listed));
            Assert.NotEmpty(comparison.Divergences);
            await store.Writer.FlushAsync(Token);
            Assert.Equal((long)comparison.Divergences.Count, store.Database.Read(connection => connection.Scalar("SELECT count(*) FROM example")));
        }

        Assert.All(Directory.GetFiles(Path.GetDirectoryName(folder.Combine("x"))!), file => Assert.Equal(-1, File.ReadAllBytes(file).AsSpan().IndexOf("s3cret"u8)));
    }

    [Fact]
    public void Difference_LongerThanItsExcerpt_IsNotKept()
    {
        var redactor = new Redactor(Parse(Listed).Redaction, "status");
        var pair = Pairs.Json("{\"user\":{\"a\":\"" + new string('x', 600) + "s3cret\"}}", "{}");
        var shown = redactor.DifferenceOf(pair);
        Assert.All(Compare.Found.Compare(pair).Divergences, divergence => Assert.Equal(Redaction.Placeholder, shown(divergence.Difference).Legacy));
    }

    private static Task<StoredExchange> RecordAsync(string redact, string body, string target = "/api/status", params (string Name, string Value)[] headers)
    {
        var pair = Pairs.Json(body, body);
        var request = Pairs.Request(Encoding.UTF8.GetBytes(body), headers) with { RawTarget = target, RouteValues = new() { ["name"] = "s3cret" } };
        return ExchangeRecorder.RecordAsync(Pairs.Exchange(pair, default, request), pair, new Redactor(Parse(redact).Redaction, "status"));
    }

    private static RuleSet Parse(string redact) => RulesFile.Parse(Encoding.UTF8.GetBytes($$"""{ "redact": { {{redact}} }, "rules": [] }"""), "rules.json");

    private static string Everything(StoredExchange stored) =>
        System.Text.Json.JsonSerializer.Serialize(stored.Request, StoredJson.Default.StoredRequest)
        + System.Text.Json.JsonSerializer.Serialize(stored.Legacy, StoredJson.Default.StoredResponse)
        + System.Text.Json.JsonSerializer.Serialize(stored.Modern, StoredJson.Default.StoredResponse);
}
