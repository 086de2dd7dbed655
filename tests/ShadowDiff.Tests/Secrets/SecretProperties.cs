using System.Net;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Strangler.ShadowDiff.Compare;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Recording;
using Strangler.ShadowDiff.Rules;
using static Strangler.ShadowDiff.Tests.Secrets.KeptExchange;
using Outcome = Strangler.ShadowDiff.Model.Outcome;

namespace Strangler.ShadowDiff.Tests.Secrets;

/// <summary>However a secret is carried, nothing that is kept or shown has it.</summary>
public sealed class SecretProperties
{
    private static readonly Config Thorough = Config.QuickThrowOnFailure.WithMaxTest(1_000).WithQuietOnSuccess(true);

    private static readonly string[] Names =
    [
        "token", "access_token", "apiKey", "api_key", "password", "new_password", "passwordHash", "password2", "passwd", "userpwd", "pwd", "db_pass", "secret", "secret_key",
        "secretKey", "clientSecret", "authKey", "signature", "sig", "credentials", "csrf_token", "csrfmiddlewaretoken", "X-Auth-Token", "sessionId", "jwt",
    ];

    /// <summary>A name that counts as a whole only, one that counts as a part, one of two words.</summary>
    private static readonly string[] Kinds = ["sig", "token", "db_pass"];

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
        ("application/json", """{"key":"{0}","value":{"a":{"b":"{1}"}}}"""),
        ("application/json", """{"name":"{0}","value":["x",["{1}"]]}"""),
        ("application/json", """{"value":["{1}"],"name":"{0}"}"""),
        ("application/json", """{"type":"{0}","v":"{1}"}"""),
        ("application/json", """["{0}",["x","{1}"]]"""),
        ("application/json", """["{0}",{"v":"{1}"}]"""),
        ("application/json", """[["user","{0}"],["ana","{1}"]]"""),
        ("application/json", """{"columns":["user","{0}"],"rows":[["ana","{1}"]]}"""),
        ("application/json", """{"names":["user","{0}"],"values":["ana","{1}"]}"""),
        ("application/json", """{"{0}s":{"{1}":true}}"""),
        ("application/json", """{"{0}":[{"{1}":null}]}"""),
        ("application/json", """{"{0}" "{1}"}"""),
        ("application/json", """{"{0}" = "{1}"}"""),
        ("application/json", """{'{0}' '{1}'}"""),
        ("application/json", """{{0}:'{1}'}"""),
        ("application/json", """{{0} "{1}"}"""),
        ("application/json", """{"value":"{1}","key":"{0}" """),
        ("application/json", "{\"a\":1}\n{\"key\":\"{0}\",\"value\":{\"b\":\"{1}\"}}\n"),
        ("application/json", "{\"a\":1}\n{\"value\":\"{1}\",\"key\":\"{0}\"}"),
        ("application/json", "\uFEFF{\"{0}\":\"{1}\"}"),
        ("application/json", "\uFEFF{\"value\":\"{1}\",\"name\":\"{0}\"}"),
        ("application/json", """{"argv":["mysql","--{0}","{1}"]}"""),
        ("application/json", """{"command":"mysql --{0} {1} -h db"}"""),
        ("application/json", """{"a":"(:{0} \"{1}\")"}"""),
        ("application/json", """[{"op":"replace","path":"/{0}","value":"{1}"}]"""),
        ("application/json", """{"value":{"a":"{1}"},"path":"/users/0/{0}","op":"add"}"""),
        ("application/json", """{"op":"test","path":"/{0}/0","value":["{1}"]}"""),
        ("application/json-patch+json", "{\"op\":\"replace\",\"path\":\"/{0}\",\"value\":\"{1}\"}\n{\"op\":\"remove\",\"path\":\"/a\"}\n"),
        ("application/sql", "INSERT INTO t (user, {0}) VALUES ('a','{1}')"),
        ("application/sql", "insert into `t` (`{0}`, \"user\")\nselect '{1}', 1"),
        ("text/plain", "REPLACE INTO s.t([user],[{0}]) values\n('a',\n'{1}');"),
        ("text/plain", "{0}[a][b]={1}"),
        ("text/plain", "x=3D1&=\r\n{0}=3D{1}"),
        ("text/plain", "({0} . \"{1}\")"),
        ("text/plain", "((user . ana)\n ({0} . {1}))"),
        ("text/plain", "s:8:\"{0}\";s:6:\"{1}\";"),
        ("text/plain", "\n\u0008{0}\u0012\u0012{1}"),
        ("text/plain", "{0} \"{1}\""),
        ("text/plain", "mysql --{0} '{1}'"),
        ("text/plain", "mysql -{0} {1}"),
        ("text/plain", "{0}[{1}] = true"),
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
        ("application/xml", "<property><name>{0}</name><value>{1}</value></property>"),
        ("application/xml", "<property><value>{1}</value><name>{0}</name></property>"),
        ("application/xml", "<properties>\n <property>\n  <value>{1}</value>\n  <name>\n{0}\n</name>\n </property>\n</properties>"),
        ("application/xml", "<a>&lt;{0}&gt;{1}&lt;/{0}&gt;</a>"),
        ("application/xml", "<!DOCTYPE a [<!ENTITY {0} \"{1}\">]><a/>"),
        ("application/xml", "<!DOCTYPE a [\n<!ENTITY % {0} '{1}'>\n]><a/>"),
        ("application/xml", "<!ATTLIST a {0} CDATA \"{1}\">"),
        ("application/xml", "<add\n  key\n  =\n  \"{0}\"\n  value\n  =\n  \"{1}\"\n/>"),
        ("application/xml", "<a\n  {0}\n  =\n  \"{1}\"\n/>"),
        ("application/xml", "<entry key=\"{0}\"><value>{1}</value></entry>"),
        ("application/xml", "<a><![CDATA[<{0}>{1}</{0}>]]></a>"),
        ("application/xml", "<a><![CDATA[<add key=\"{0}\" value=\"{1}\"/>]]></a>"),
        ("image/svg+xml", "<!DOCTYPE svg [<!ENTITY {0} \"{1}\">]><svg/>"),
        ("image/svg+xml", "<svg><a><![CDATA[<{0}>{1}</{0}>]]></a></svg>"),
        ("application/javascript", """cb({"{0}":"{1}"});"""),
        ("application/javascript", "cb({\n  \"key\": \"{0}\",\n  \"value\": {\n    \"b\": \"{1}\"\n  }\n})"),
        ("application/javascript", """cb({"value":"{1}","key":"{0}"})"""),
        ("application/javascript", """cb({"value":{"b":"{1}"},"key":"{0}"})"""),
        ("application/javascript", "// mysql --{0} {1}\n"),
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
        ("text/html", "<head><meta content={1} name={0}></head>"),
        ("text/html", "<form><select name={0}><option>a<option value={1} selected>{1}</select></form>"),
        ("text/html", "<form><select\n name=\"{0}\">\n<optgroup><option value=\"a\">A</option>\n<option>{1}</option></optgroup>\n</select></form>"),
        ("text/html", "<form><textarea name={0}>\n{1}</textarea></form>"),
        ("text/html", "<form><textarea name='{0}'><b>x</b>{1}</textarea></form>"),
        ("text/html", "<input\n  name=\"{0}\"\n  value=\n  \"{1}\">"),
        ("text/html", "<p id=\"{0}\"><code>{1}</code></p>"),
        ("text/html", "<!-- <{0}>{1}</{0}> -->"),
        ("text/html", "<a <{0}>{1}</{0}>"),
        ("text/html", "<a href=\"//ana:{1}@host/\">go</a>"),
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
        ("application/x-www-form-urlencoded", "{0}[{1}]=true"),
        ("application/x-www-form-urlencoded", "{0}[a][b]={1}&x=1"),
        ("application/x-www-form-urlencoded", "{0}%5Ba%5D%5Bb%5D={1}"),
        ("application/x-www-form-urlencoded", "name={0}&value={1}"),
        ("application/x-www-form-urlencoded", "value={1}&key={0}"),
        ("application/x-www-form-urlencoded", "c=mysql+--{0}+{1}"),
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

    /// <summary>Each by itself, so that a failure names it. A secret may look like the name of one.</summary>
    [Theory]
    [InlineData("Zq1Yx2Wv3Zq")]
    [InlineData("ZqzrahjWtQLDGnxm8mpYZq")]
    public void Stored_EachCarrierByItself(string secret) => Assert.Empty(Carriers.Where(carrier => Names.Any(name =>
        Record.Exception(() => Hides((carrier.Type, carrier.Text, name, secret))) is not null)).Select(carrier => carrier.Text));

    [Theory]
    [InlineData("json")]
    [InlineData("json in json")]
    [InlineData("form")]
    [InlineData("html")]
    [InlineData("script")]
    public void Stored_EachCarrierWithin(string wrapping) => Assert.Empty(Carriers.Where(carrier => Kinds.Any(name =>
        Wrap(wrapping, carrier) is var (type, text) && Record.Exception(() => Hides((type, text, name, "Zq1Yx2Wv3Zq"))) is not null)).Select(carrier => carrier.Text));

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

    private static void Hides((string Type, string Text, string Name, string Secret) one)
    {
        var body = Encoding.UTF8.GetBytes(Fill(one.Text, one.Name, one.Secret));
        var request = Pairs.Request(body, ("Content-Type", one.Type)) with { RawTarget = $"/a?x=1&{one.Name}={one.Secret}&next=%2Fb%3F{one.Name}%3D{one.Secret}" };
        var answer = Pairs.Response(body, 200, ("Content-Type", one.Type));

        Assert.DoesNotContain(one.Secret, Everything(Recorded(request, answer)), StringComparison.Ordinal);
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

    private static string Fill(string text, string name, string secret) => text.Replace("{0}", name, StringComparison.Ordinal).Replace("{1}", secret, StringComparison.Ordinal);

    private static CapturedResponse Answer(string type, string text) => Pairs.Response(Encoding.UTF8.GetBytes(text), 200, ("Content-Type", type));
}
