using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Strangler.ShadowDiff.Compare;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Recording;
using Strangler.ShadowDiff.Rules;
using Outcome = Strangler.ShadowDiff.Model.Outcome;

namespace Strangler.ShadowDiff.Tests.Recording;

/// <summary>However a secret is carried, nothing that is kept or shown has it.</summary>
public sealed class SecretProperties
{
    private static readonly Config Thorough = Config.QuickThrowOnFailure.WithMaxTest(1_000).WithQuietOnSuccess(true);

    private static readonly string[] Names =
    [
        "token", "access_token", "apiKey", "api_key", "password", "new_password", "passwordHash", "password2", "passwd", "userpwd", "pwd", "db_pass", "secret", "secret_key",
        "secretKey", "clientSecret", "authKey", "signature", "sig", "credentials", "csrf_token", "csrfmiddlewaretoken", "X-Auth-Token", "sessionId", "jwt",
    ];

    private static readonly string[] HeaderNames = ["Authorization", "Cookie", "X-Auth", "X-Auth-Key", "X-Auth-Token", "Authentication", "X-Api-Key", "X-CSRF-Token", "Api-Secret"];

    /// <summary>Types and texts that carry the value of a name: name first, secret second.</summary>
    private static readonly (string Type, string Text)[] Carriers =
    [
        ("application/json", """{"{0}":"{1}"}"""),
        ("application/json", """{"a":[{"{0}": "{1}"}]}"""),
        ("application/json", """{"{0}":{"deep":["{1}"]}}"""),
        ("application/json", """{"{0}":["{1}",2]}"""),
        ("application/json", """{"name":"{0}","value":"{1}"}"""),
        ("application/json", """[["{0}","{1}"],["a","b"]]"""),
        ("application/json", """{"url":"http://ana:{1}@host/path"}"""),
        ("application/json", """{"url":"http:\/\/ana:{1}@host\/path"}"""),
        ("application/json", """{"url":"http://host/?a=1&{0}={1}#top"}"""),
        ("application/json", """{"message":"bad header Authorization: Bearer {1}"}"""),
        ("application/json", """{"{0}":"{1}" """),
        ("text/plain", """{\"{0}\":\"{1}\"}"""),
        ("text/plain", """{\\\"{0}\\\":\\\"{1}\\\"}"""),
        ("text/plain", "{0}: {1}"),
        ("text/plain", "{0} = {1}"),
        ("text/plain", "export {0}='{1}'"),
        ("text/plain", "{'{0}': '{1}'}"),
        ("text/plain", ":{0} => \"{1}\""),
        ("text/plain", "a line\nAuthorization: Basic {1}\n"),
        ("text/plain", "curl http://ana:{1}@host/"),
        ("text/plain", "user=ana&{0}={1}"),
        ("text/plain", "--b\r\nContent-Disposition: form-data; name=\"{0}\"\r\n\r\n{1}\r\n--b--\r\n"),
        ("text/plain", "--b\r\nContent-Disposition: form-data; name={0}\r\n\r\n{1}\r\n--b--\r\n"),
        ("text/csv", "user,{0},age\r\nana,{1},7\r\n"),
        ("text/csv", "user;\"{0}\"\nana;\"{1}\"\n"),
        ("text/csv", "user\t{0}\nana\t{1}\n"),
        ("text/csv", "{0}\n{1}\n"),
        ("text/csv", "{0},{1}"),
        ("application/xml", "<a><{0}>{1}</{0}></a>"),
        ("application/xml", "<a xmlns:n=\"urn:n\"><n:{0} b=\"1\">{1}</n:{0}></a>"),
        ("application/xml", "<a><{0}><![CDATA[{1}]]></{0}></a>"),
        ("application/xml", "<a><{0}>\n  <b>{1}</b>\n</{0}></a>"),
        ("application/xml", "<a {0}=\"{1}\"/>"),
        ("application/xml", "<a n:{0} = '{1}'/>"),
        ("application/xml", "<add key=\"{0}\" value=\"{1}\"/>"),
        ("application/xml", "<add value=\"{1}\" key=\"{0}\"/>"),
        ("application/xml", "<entry key=\"{0}\">{1}</entry>"),
        ("application/xml", "<dict><key>{0}</key><string>{1}</string></dict>"),
        ("application/xml", "<a>&lt;{0}&gt;{1}&lt;/{0}&gt;</a>"),
        ("application/javascript", """cb({"{0}":"{1}"});"""),
        ("application/javascript", "cb({'a':1,{0}:'{1}'})"),
        ("application/javascript", "var {0} = \"{1}\";"),
        ("application/javascript", "const {0}=\n  `{1}`;"),
        ("application/javascript", "config[\"{0}\"]=\"{1}\""),
        ("application/javascript", "storage.setItem('{0}', '{1}');"),
        ("application/javascript", "{a:null,{0}:\"{1}\"}"),
        ("application/javascript", "JSON.parse(\"{\\\"{0}\\\":\\\"{1}\\\"}\")"),
        ("text/html", "<form><input type=\"hidden\" name=\"{0}\" value=\"{1}\"></form>"),
        ("text/html", "<form><input value='{1}' name='{0}' type=hidden></form>"),
        ("text/html", "<form><input name={0} value={1}></form>"),
        ("text/html", "<head><meta name=\"{0}\" content=\"{1}\"></head>"),
        ("text/html", "<a href=\"/x?a=1&amp;{0}={1}\">go</a>"),
        ("text/html", "<a href=\"/x?{0}={1}&amp;b=2\">go</a>"),
        ("text/html", "<a href='/login?next=%2Fx%3F{0}%3D{1}'>go</a>"),
        ("text/html", "<p>&quot;{0}&quot;: &quot;{1}&quot;</p>"),
        ("text/html", "<body data-{0}=\"{1}\">"),
        ("text/html", "<dl><dt>{0}:</dt>\n<dd>{1}</dd></dl>"),
        ("text/html", "<table><tr><th>user</th><th>{0}</th></tr><tr><td>ana</td><td>{1}</td></tr></table>"),
        ("text/html", "<script>window.x = {\"user\":\"ana\", {0}: \"{1}\"}</script>"),
        ("text/html", "<!-- {0}={1} -->"),
        ("text/html", "<img src=\"http://ana:{1}@host/a.png\">"),
        ("application/x-www-form-urlencoded", "user=ana&{0}={1}"),
        ("application/x-www-form-urlencoded", "a=%7B%22{0}%22%3A%22{1}%22%7D"),
        ("application/x-www-form-urlencoded", "a={\"{0}\":\"{1}\"}"),
        ("application/x-www-form-urlencoded", "next=http%3A%2F%2Fana%3A{1}%40host%2F"),
        ("application/x-www-form-urlencoded", "next=%2Fx%3F{0}%3D{1}&b=1"),
        ("application/x-www-form-urlencoded", "next=%252Fx%253F{0}%253D{1}"),
        ("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"{0}\"\r\n\r\n{1}\r\n--b--\r\n"),
    ];

    private static readonly Gen<string> Secret =
        from letters in Gen.Elements("abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789-_.?;:+/".ToCharArray()).ListOf(18) select $"Zq{string.Concat(letters)}Zq";

    /// <summary>A carrier, within a text of a JSON document once more, or within that of a parameter.</summary>
    private static readonly Gen<(string Type, string Text)> Body =
        from carrier in Gen.Elements(Carriers)
        from wrapping in Gen.Elements("none", "none", "json", "json in json", "form", "html", "script")
        select Wrap(wrapping, carrier);

    private static readonly Arbitrary<(string Type, string Text, string Name, string Secret)> Any = (
        from body in Body from name in Gen.Elements(Names) from secret in Secret select (body.Type, body.Text, name, secret)).ToArbitrary();

    [Fact]
    public void Stored_NothingHasTheSecret() => Prop.ForAll(Any, Hides).Check(Thorough);

    /// <summary>Each by itself, so that a failure names it.</summary>
    [Fact]
    public void Stored_EachCarrierByItself() => Assert.Empty(Carriers.Where(carrier => Names.Any(name =>
        Record.Exception(() => Hides((carrier.Type, carrier.Text, name, "Zq1Yx2Wv3Zq"))) is not null)).Select(carrier => carrier.Text));

    /// <summary>The same of a difference in the secret: it is found, and not shown.</summary>
    [Fact]
    public void Difference_IsFound_AndHasNoSecret() => Prop.ForAll(Any, one =>
    {
        var comparison = new ResponseComparison(new RulesInForce(RuleSet.Empty), TimeProvider.System);
        var pair = new ResponsePair("status", "POST", Pairs.Request().Headers, Answer(one.Type, Fill(one.Text, one.Name, $"{one.Secret}1")), Answer(one.Type, Fill(one.Text, one.Name, $"{one.Secret}2")));

        var result = comparison.RedactedResultOf(pair);

        Assert.Equal(Outcome.Diverged, result.Outcome);
        Assert.Equal(comparison.ResultOf(pair).Divergences.Select(found => found.Fingerprint), result.Divergences.Select(found => found.Fingerprint));
        Assert.All(result.Divergences, found => Assert.DoesNotContain(one.Secret, $"{found.LegacyValue} {found.ModernValue}", StringComparison.Ordinal));
    }).Check(Thorough);

    /// <summary>The same of a long text, of which a difference shows only a part: what made it a secret may be cut off.</summary>
    [Fact]
    public void Difference_OfALongText_HasNoSecret() => Prop.ForAll(Any, Gen.Choose(0, 900).ToArbitrary(), (one, length) =>
    {
        var comparison = new ResponseComparison(new RulesInForce(RuleSet.Empty), TimeProvider.System);
        var secret = new string('x', length) + one.Secret;
        var pair = new ResponsePair("status", "POST", Pairs.Request().Headers, Answer(one.Type, Fill(one.Text, one.Name, secret)), Answer(one.Type, Fill(one.Text, one.Name, secret + "2")));

        Assert.All(comparison.RedactedResultOf(pair).Divergences, found => Assert.DoesNotContain(one.Secret, $"{found.LegacyValue} {found.ModernValue}", StringComparison.Ordinal));
    }).Check(Thorough);

    [Fact]
    public void Headers_NothingHasTheSecret() => Prop.ForAll(Gen.Elements(HeaderNames).ToArbitrary(), Any, (name, one) =>
    {
        string[][] headers = [[name, one.Secret], ["Referer", $"http://host/?next=%2F%3F{one.Name}%3D{one.Secret}"], ["X-Debug", Fill("""{"{0}":"{1}"}""", one.Name, one.Secret)]];
        Assert.All(Redactor.Default.Headers(headers), header => Assert.DoesNotContain(one.Secret, header[1], StringComparison.Ordinal));
    }).Check(Thorough);

    /// <summary>An import has what another gateway kept, by its own rules or by none.</summary>
    [Fact]
    public void Imported_NothingHasTheSecret() => Prop.ForAll(Any, one =>
    {
        var text = Fill(one.Text, one.Name, one.Secret);
        string[][] headers = [["Content-Type", one.Type], ["Authorization", one.Secret]];
        var body = one.Type.StartsWith("multipart", StringComparison.Ordinal) ? new StoredBody("multipart", 1) : new StoredBody("text", text.Length, text);
        var response = new StoredResponse(200, "OK", headers, body, $"Error: {one.Name}={one.Secret}");
        var stored = new StoredExchange(DateTimeOffset.UnixEpoch, "legacy", new("POST", $"/a?{one.Name}={one.Secret}", headers, body), response, response);

        Assert.DoesNotContain(one.Secret, Everything(ExchangeRecorder.Record(stored, Redactor.Default)), StringComparison.Ordinal);
    }).Check(Thorough);

    [Theory]
    [InlineData("<")]
    [InlineData("<token>")]
    [InlineData("token:{")]
    [InlineData("token:")]
    [InlineData("token=")]
    [InlineData("\"token\",")]
    [InlineData("\\\"")]
    [InlineData("://")]
    [InlineData("://a@")]
    [InlineData("%25")]
    [InlineData("&amp;")]
    [InlineData("a,")]
    [InlineData("token\n")]
    [InlineData("<th>token</th>")]
    [InlineData("<a b=\"")]
    [InlineData("bearer ")]
    [InlineData("\ud800")]
    [InlineData("token \"")]
    public void HostileText_IsReadToItsEnd(string piece)
    {
        // In the square of its length this would take hours.
        var text = string.Concat(Enumerable.Repeat(piece, 300_000 / piece.Length));

        SecretNames.WellKnown.OutOf(text);
        SecretNames.WellKnown.OutOfPage(text);
        SecretNames.WellKnown.MayBeIn(text);
    }

    private static void Hides((string Type, string Text, string Name, string Secret) one)
    {
        var body = Encoding.UTF8.GetBytes(Fill(one.Text, one.Name, one.Secret));
        var request = Pairs.Request(body, ("Content-Type", one.Type)) with { RawTarget = $"/a?x=1&{one.Name}={one.Secret}&next=%2Fb%3F{one.Name}%3D{one.Secret}" };
        var answer = Pairs.Response(body, 200, ("Content-Type", one.Type));
        var pair = new ResponsePair("status", "POST", request.Headers, answer, answer);

        var stored = ExchangeRecorder.RecordAsync(Pairs.Exchange(pair, default, request), pair, Redactor.Default).GetAwaiter().GetResult();

        Assert.DoesNotContain(one.Secret, Everything(stored), StringComparison.Ordinal);
    }

    private static (string Type, string Text) Wrap(string wrapping, (string Type, string Text) carrier) => wrapping switch
    {
        "json" => ("application/json", $$"""{"a":"{{Json(carrier.Text)}}"}"""),
        "json in json" => ("application/json", $$"""{"a":"{{Json($$"""{"b":["{{Json(carrier.Text)}}"]}""")}}"}"""),
        "form" => ("application/x-www-form-urlencoded", $"a={Uri.EscapeDataString(carrier.Text).Replace("%7B0%7D", "{0}", StringComparison.Ordinal).Replace("%7B1%7D", "{1}", StringComparison.Ordinal)}"),
        "html" => ("text/html", $"<textarea>{WebUtility.HtmlEncode(carrier.Text)}</textarea>"),
        "script" => ("text/html", $"<script>var a = \"{Json(carrier.Text)}\";</script>"),
        _ => carrier,
    };

    private static string Json(string text) => JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text);

    private static string Fill(string text, string name, string secret) => text.Replace("{0}", name, StringComparison.Ordinal).Replace("{1}", secret, StringComparison.Ordinal);

    private static CapturedResponse Answer(string type, string text) => Pairs.Response(Encoding.UTF8.GetBytes(text), 200, ("Content-Type", type));

    private static string Everything(StoredExchange stored) =>
        JsonSerializer.Serialize(stored.Request, StoredJson.Default.StoredRequest)
        + JsonSerializer.Serialize(stored.Legacy, StoredJson.Default.StoredResponse)
        + JsonSerializer.Serialize(stored.Modern, StoredJson.Default.StoredResponse);
}
