using System.Text;
using Strangler.ShadowDiff.Compare;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Recording;
using Strangler.ShadowDiff.Rules;
using Strangler.ShadowDiff.Secrets;
using Strangler.Testing;

namespace Strangler.ShadowDiff.Tests.Secrets;

/// <summary>Secrets under well-known names are not kept, with no rule that says so.</summary>
public sealed class SecretsTests
{
    private const string Secret = "s3cret";

    [Theory]
    [InlineData("/api/status?token=s3cret&a=1", "/api/status?token=(not stored)&a=1")]
    [InlineData("/api/status?a=1&ACCESS_TOKEN=s3cret", "/api/status?a=1&ACCESS_TOKEN=(not stored)")]
    [InlineData("/api/status?api%5Fkey=s3cret", "/api/status?api%5Fkey=(not stored)")]
    [InlineData("/api/status?sig=s3cret&design=1&stop=2", "/api/status?sig=(not stored)&design=1&stop=2")]
    [InlineData("/api/status?user[password]=s3cret", "/api/status?user[password]=(not stored)")]
    [InlineData("/api/status?next=/x?token=s3cret", "/api/status?next=/x?token=(not stored)")]
    [InlineData("/api;token=s3cret/status", "/api;token=(not stored)")]
    [InlineData("/api/status?job_id=1&limit=2&details=true", "/api/status?job_id=1&limit=2&details=true")]
    public async Task Target(string target, string kept) =>
        Assert.Equal(kept, (await RecordAsync("{}", "application/json", target)).Request.Target);

    [Theory]
    [InlineData("X-Auth-Token", "s3cret", "(not stored)")]
    [InlineData("X-CSRF-Token", "s3cret", "(not stored)")]
    [InlineData("x-xsrf-token", "s3cret", "(not stored)")]
    [InlineData("X-Amz-Security-Token", "s3cret", "(not stored)")]
    [InlineData("Api-Key", "s3cret", "(not stored)")]
    [InlineData("X-Client-Secret", "s3cret", "(not stored)")]
    [InlineData("Referer", "http://a/b?x=1&token=s3cret#top", "http://a/b?x=1&token=(not stored)#top")]
    [InlineData("Referer", "http://a/b#access_token=s3cret&x=1", "http://a/b#access_token=(not stored)&x=1")]
    [InlineData("Referer", "http://ana:s3cret@a/b", "http://(not stored)@a/b")]
    [InlineData("User-Agent", "tests/1", "tests/1")]
    [InlineData("Origin", "http://localhost:9090", "http://localhost:9090")]
    public async Task Header(string name, string value, string kept)
    {
        var stored = await RecordAsync("{}", "application/json", "/", (name, value));
        Assert.Contains(stored.Request.Headers, header => header[0] == name && header[1] == kept);
    }

    [Theory]
    [InlineData("application/json", """{"password":"s3cret","username":"ana"}""", """{"password":"(not stored)","username":"ana"}""")]
    [InlineData("application/json", """{"a":[{"accessToken":"s3cret"}],"has_password":true,"token":null}""", """{"a":[{"accessToken":"(not stored)"}],"has_password":true,"token":null}""")]
    [InlineData("application/json", """{"credentials":{"user":"s3cret"},"tokens":["s3cret"]}""", """{"credentials":"(not stored)","tokens":"(not stored)"}""")]
    [InlineData("application/json", """{"url":"http://a/?token=s3cret","text":"a=b"}""", """{"url":"http://a/?token=(not stored)","text":"a=b"}""")]
    [InlineData("application/json", """{"password":"s3cret" """, null)]
    [InlineData("text/plain", "password: s3cret", null)]
    [InlineData("text/plain", "a line about a password", "a line about a password")]
    [InlineData("application/x-www-form-urlencoded", "user=ana&password=s3cret", "user=ana&password=(not stored)")]
    [InlineData("text/html; charset=utf-8", "<label>password: <input></label>", "<label>password: <input></label>")]
    public async Task Body_OfRequestAndAnswers(string type, string body, string? kept)
    {
        var stored = await RecordAsync(body, type, "/");

        Assert.All([stored.Request.Body, stored.Legacy.Body, stored.Modern.Body], one => Assert.Equal(kept, one.Text));
        Assert.All([stored.Request.Body, stored.Legacy.Body, stored.Modern.Body], one => Assert.Equal(kept == body ? "text" : "redacted", one.Kind));
    }

    [Theory]
    [InlineData("""{"token":"s3cret"}""", """{"token":"s3cret2"}""")]
    [InlineData("""{"user":{"token":"s3cret"}}""", "{}")]
    [InlineData("""{"credentials":{"a":"s3cret"}}""", """{"credentials":{"a":"s3cret2"}}""")]
    [InlineData("""["token=s3cret"]""", """["?token=s3cret2"]""")]
    [InlineData("token=s3cret", "token=s3cret2")]
    public void Difference_IsFound_AndShowsNoSecret(string legacy, string modern)
    {
        var comparison = new ResponseComparison(new RulesInForce(RuleSet.Empty), TimeProvider.System);
        var pair = Pairs.Json(legacy, modern);

        var result = comparison.RedactedResultOf(pair);

        Assert.Equal(Outcome.Diverged, result.Outcome);
        Assert.Equal(comparison.ResultOf(pair).Divergences.Select(found => found.Fingerprint), result.Divergences.Select(found => found.Fingerprint));
        Assert.All(result.Divergences, found => Assert.DoesNotContain(Secret, $"{found.LegacyValue} {found.ModernValue}", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{ "redact": { "secrets": ["badge"] }, "rules": [] }""", "/?badge=(not stored)&token=s3cret")]
    [InlineData("""{ "redact": { "secrets": [] }, "rules": [] }""", "/?badge=s3cret&token=s3cret")]
    [InlineData("""{ "redact": { "values": [] }, "rules": [] }""", "/?badge=s3cret&token=(not stored)")]
    [InlineData("""{ "rules": [] }""", "/?badge=s3cret&token=(not stored)")]
    public async Task RulesJson_NamesOthersOrNone(string rules, string kept)
    {
        var redactor = new Redactor(RulesFile.Parse(Encoding.UTF8.GetBytes(rules), "rules.json").Redaction, "status");
        Assert.Equal(kept, (await RecordAsync("{}", "application/json", "/?badge=s3cret&token=s3cret", redactor)).Request.Target);
    }

    [Theory]
    [InlineData("userpwd")]
    [InlineData("secretKey")]
    [InlineData("pass")]
    [InlineData("db_pass")]
    [InlineData("auth")]
    [InlineData("X-Auth")]
    [InlineData("X-Auth-Key")]
    [InlineData("Authentication")]
    [InlineData("passwordHash")]
    [InlineData("APIKey")]
    [InlineData("AccountKey")]
    [InlineData("SharedAccessKey")]
    [InlineData("DPoP")]
    [InlineData("X-Functions-Key")]
    [InlineData("Ocp-Apim-Subscription-Key")]
    [InlineData("sig[a][b]")]
    public void Name_OfASecret_IsOne(string name) => Assert.True(SecretNames.WellKnown.Has(name));

    [Theory]
    [InlineData("bypass")]
    [InlineData("design")]
    [InlineData("author")]
    [InlineData("auth_user")]
    [InlineData("job_id")]
    [InlineData("keyboard")]
    [InlineData("account_id")]
    [InlineData("functions")]
    [InlineData("a[sigma]")]
    [InlineData("compass")]
    public void Name_ThatOnlyLooksLikeIt_IsNone(string name) => Assert.False(SecretNames.WellKnown.Has(name));

    [Theory]
    [InlineData("shadow-diff/README.md", "`")]
    [InlineData("deploy/schemas/rules.schema.json", "")]
    public async Task WellKnownNames_AreAllInTheDocuments(string document, string mark)
    {
        var text = await File.ReadAllTextAsync(Path.Combine(RepositoryRoot.Path, document), TestContext.Current.CancellationToken);
        Assert.All(SecretNames.WellKnown.Listed, name => Assert.Contains($"{mark}{name}{mark}", text, StringComparison.Ordinal));
    }

    private static Task<StoredExchange> RecordAsync(string body, string type, string target, params (string, string)[] headers) =>
        RecordAsync(body, type, target, Redactor.Default, headers);

    private static Task<StoredExchange> RecordAsync(string body, string type, string target, Redactor redactor, params (string, string)[] headers)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var request = Pairs.Request(bytes, [.. headers, ("Content-Type", type)]) with { RawTarget = target };
        var answer = Pairs.Response(bytes, 200, ("Content-Type", type));
        var pair = new ResponsePair("status", "POST", request.Headers, answer, answer);
        return ExchangeRecorder.RecordAsync(Pairs.Exchange(pair, default, request), pair, redactor);
    }
}
