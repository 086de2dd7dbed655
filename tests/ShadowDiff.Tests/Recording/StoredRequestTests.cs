using System.Text;
using Strangler.ShadowDiff.Recording;
using Strangler.ShadowDiff.Rules;

namespace Strangler.ShadowDiff.Tests.Recording;

/// <summary>What was redacted must not be sent again as if it had been asked.</summary>
public sealed class StoredRequestTests
{
    [Theory]
    [InlineData("", "/a?token=1", "", "values of its target were not stored")]
    [InlineData("", "/a?mark=1", """{"user":"u"}""", null)]
    [InlineData("", "/a?mark=1", "", null)]
    [InlineData("""{ "route": "*", "at": "query mark" }""", "/a?mark=1", "", "values of its target were not stored")]
    [InlineData("""{ "route": "*", "at": "body /user" }""", "/a", """{"user":"u"}""", "its body was not stored (redacted, 12 bytes)")]
    [InlineData("""{ "route": "*", "at": "body /user" }""", "/a", """{"other":"u"}""", null)]
    [InlineData("""{ "route": "*", "at": "body /user" }""", "/a", "user=u", "its body was not stored (redacted, 6 bytes)")]
    public async Task WhyIncomplete_NamesWhatWasNotStored(string values, string target, string body, string? expected)
    {
        var stored = await RecordAsync($"\"values\": [{values}]", target, body);
        Assert.Equal(expected, stored.WhyIncomplete());
    }

    [Theory]
    [InlineData("\"values\": []", "X-Mark,Accept")]
    [InlineData("\"values\": [{ \"route\": \"*\", \"at\": \"header X-Mark\" }]", "Accept")]
    [InlineData("\"strict\": true, \"keep\": [{ \"route\": \"*\", \"at\": \"header Accept\" }]", "Accept")]
    public async Task KnownHeaders_AreThoseWhoseValuesWereStored(string redact, string expected)
    {
        var stored = await RecordAsync(redact, "/a", "", ("X-Mark", "s3cret"), ("Accept", "text/html"), ("Cookie", "s3cret"));
        Assert.Equal(expected, string.Join(',', stored.KnownHeaders().Select(header => header[0])));
    }

    private static async Task<StoredRequest> RecordAsync(string redact, string target, string body, params (string Name, string Value)[] headers)
    {
        var rules = RulesFile.Parse(Encoding.UTF8.GetBytes($$"""{ "redact": { {{redact}} }, "rules": [] }"""), "rules.json");
        var (pair, request) = (Pairs.Json("1", "1"), Pairs.Request(Encoding.UTF8.GetBytes(body), headers) with { RawTarget = target });
        return (await ExchangeRecorder.RecordAsync(Pairs.Exchange(pair, default, request), pair, new Redactor(rules.Redaction, "status"))).Request;
    }
}
