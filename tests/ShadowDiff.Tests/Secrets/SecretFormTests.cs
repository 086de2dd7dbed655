using System.Net;
using System.Text;
using Strangler.ShadowDiff.Secrets;
using static Strangler.ShadowDiff.Tests.Secrets.KeptExchange;

namespace Strangler.ShadowDiff.Tests.Secrets;

/// <summary>Secrets that no name announces, and what only looks like one.</summary>
public sealed class SecretFormTests
{
    /// <summary>What no name announces, by its form: the whole of it goes, under any header and in any body.</summary>
    [Theory]
    [InlineData("Basic {basic}", "{basic}")]
    [InlineData("basic  {basic}", "{basic}")]
    [InlineData("Bearer Zq1Yx2Wv3Zq", "Zq1Yx2Wv3Zq")]
    [InlineData("Negotiate YIIZq1Yx2Wv3ZqAAAA", "Zq1Yx2Wv3Zq")]
    [InlineData("Token 0123456789abcZq1Yx2Wv3Zq", "Zq1Yx2Wv3Zq")]
    [InlineData("Digest username=\"ana\", realm=\"r\", nonce=\"Zq1Yx2Wv3Zq\", uri=\"/\", response=\"Zq1Yx2Wv3Zq\"", "Zq1Yx2Wv3Zq")]
    [InlineData("username=\"ana\", nonce=\"0123456789Zq1Yx2Wv3Zq\"", "Zq1Yx2Wv3Zq")]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.Zq1Yx2Wv3Zq", "Zq1Yx2Wv3Zq")]
    [InlineData("eyJhbGciOiJub25lIn0.eyJzdWIiOiJacTFZeCJ9.", "eyJzdWIiOiJacTFZeCJ9")]
    [InlineData("AKIAIOSFODNN7EXAMPLE", "IOSFODNN7")]
    [InlineData("ghp_0123456789abcdefghijZq1Yx2Wv3Zq", "Zq1Yx2Wv3Zq")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\\nZq1Yx2Wv3Zq\\n-----END RSA PRIVATE KEY-----", "Zq1Yx2Wv3Zq")]
    [InlineData("-----BEGIN OPENSSH PRIVATE KEY-----\nZq1Yx2Wv3Zq\n-----END OPENSSH PRIVATE KEY-----\n", "Zq1Yx2Wv3Zq")]
    [InlineData("https://ana:Zq1Yx2Wv3Zq@host/path", "Zq1Yx2Wv3Zq")]
    [InlineData("see //ana:Zq1Yx2Wv3Zq@host/path", "Zq1Yx2Wv3Zq")]
    [InlineData("https%3A%2F%2Fana%3AZq1Yx2Wv3Zq%40host", "Zq1Yx2Wv3Zq")]
    [InlineData("ana:Zq1Yx2Wv3Zq@127.0.0.1", "Zq1Yx2Wv3Zq")]
    [InlineData("host=ana:Zq1Yx2Wv3Zq@db.internal:5432/x", "Zq1Yx2Wv3Zq")]
    [InlineData("{\"host\":\"ana:Zq1Yx2Wv3Zq@[::1]\"}", "Zq1Yx2Wv3Zq")]
    [InlineData("/health?x=ana%3AZq1Yx2Wv3Zq%40localhost", "Zq1Yx2Wv3Zq")]
    [InlineData("curl -u ana:Zq1Yx2Wv3Zq http://host/", "Zq1Yx2Wv3Zq")]
    [InlineData("CREATE USER ana IDENTIFIED BY 'Zq1Yx2Wv3Zq'", "Zq1Yx2Wv3Zq")]
    [InlineData("alter user ana identified by Zq1Yx2Wv3Zq", "Zq1Yx2Wv3Zq")]
    [InlineData("CREATE USER 'ana'@'%' IDENTIFIED WITH mysql_native_password AS 'Zq1Yx2Wv3Zq'", "Zq1Yx2Wv3Zq")]
    [InlineData("machine host login ana password Zq1Yx2Wv3Zq", "Zq1Yx2Wv3Zq")]
    [InlineData("machine host\n  login ana\n  password Zq1Yx2Wv3Zq\n", "Zq1Yx2Wv3Zq")]
    [InlineData("npm_0123456789abcdefghijklZq1Yx2Wv3Zq", "Zq1Yx2Wv3Zq")]
    [InlineData("sk-ant-api03-0123456789Zq1Yx2Wv3Zq", "Zq1Yx2Wv3Zq")]
    [InlineData("hf_0123456789abcdefghijklZq1Yx2Wv3Zq", "Zq1Yx2Wv3Zq")]
    [InlineData("SG.0123456789abcdefghij.0123456789abcdefZq1Yx2Wv3Zq", "Zq1Yx2Wv3Zq")]
    [InlineData("https://hooks.slack.com/services/T0000/B0000/Zq1Yx2Wv3Zq", "Zq1Yx2Wv3Zq")]
    [InlineData("https://discord.com/api/webhooks/123/Zq1Yx2Wv3Zq", "Zq1Yx2Wv3Zq")]
    [InlineData("https://discordapp.com/api/v10/webhooks/123/Zq1Yx2Wv3Zq", "Zq1Yx2Wv3Zq")]
    [InlineData("https://outlook.office.com/webhook/Zq1Yx2Wv3Zq@1/IncomingWebhook/2", "Zq1Yx2Wv3Zq")]
    [InlineData("https://ana.webhook.office.com/webhookb2/Zq1Yx2Wv3Zq", "Zq1Yx2Wv3Zq")]
    [InlineData("https://api.telegram.org/bot123456789:0123456789abcdefghijZq1Yx2Wv3Zq/sendMessage", "Zq1Yx2Wv3Zq")]
    [InlineData("DefaultEndpointsProtocol=https;AccountName=a;AccountKey=Zq1Yx2Wv3Zq==;EndpointSuffix=b", "Zq1Yx2Wv3Zq")]
    [InlineData("Endpoint=sb://a/;SharedAccessKeyName=r;SharedAccessKey=Zq1Yx2Wv3Zq=", "Zq1Yx2Wv3Zq")]
    [InlineData("pass=\r\nword: Zq1Yx2Wv3Zq", "Zq1Yx2Wv3Zq")]
    [InlineData("p=61ssword=3DZq1Yx2Wv3Zq", "Zq1Yx2Wv3Zq")]
    [InlineData("curl --proxy-user=ana:Zq1Yx2Wv3Zq http://host/", "Zq1Yx2Wv3Zq")]
    [InlineData("requirepass correcthorse", "correcthorse")]
    public void Form_OfASecret_IsOne(string text, string secret)
    {
        (text, secret) = (text.Replace("{basic}", Credentials, StringComparison.Ordinal), secret.Replace("{basic}", Credentials, StringComparison.Ordinal));
        foreach (var (type, body) in new[]
        {
            ("text/plain", text), ("application/json", $$"""{"a":"{{Json(text)}}"}"""), ("application/json", $$"""["x","{{Json(text)}}"]"""),
            ("text/html", $"<p>{WebUtility.HtmlEncode(text)}</p>"), ("text/html", $"<script>x = '{Json(text)}'</script>"), ("application/x-www-form-urlencoded", $"a={Uri.EscapeDataString(text)}"), ("application/xml", $"<a>{text}</a>"),
        })
        {
            var bytes = Encoding.UTF8.GetBytes(body);
            var request = Pairs.Request(bytes, ("Content-Type", type), ("X-Foo", text.Replace('\n', ' ')));
            var answer = Pairs.Response(bytes, 200, ("Content-Type", type), ("X-Foo", text.Replace('\n', ' ')));
            Assert.DoesNotContain(secret, Everything(Recorded(request, answer)), StringComparison.Ordinal);
        }
    }

    private static readonly string Credentials = Convert.ToBase64String("ana:Zq1Yx2Wv3Zq"u8);

    /// <summary>A text that is the Base64 of another is looked into, as any other encoding.</summary>
    [Theory]
    [InlineData("text/plain", "{0}")]
    [InlineData("application/grpc-web-text", "{0}")]
    [InlineData("application/json", """{"data":"{0}"}""")]
    [InlineData("application/x-www-form-urlencoded", "data={0}")]
    [InlineData("text/html", "<p>{0}</p>")]
    public void Base64_OfASecret_IsOne(string type, string form)
    {
        var encoded = Convert.ToBase64String("\0\0{\"password\":\"Zq1Yx2Wv3Zq\"}"u8);
        var body = Encoding.UTF8.GetBytes(form.Replace("{0}", encoded, StringComparison.Ordinal));
        Assert.DoesNotContain(encoded, Everything(Recorded(Pairs.Request(body, ("Content-Type", type)), Pairs.Response(body, 200, ("Content-Type", type)))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("basic authentication is required")]
    [InlineData("a digest of the news")]
    [InlineData("the key to it all is 0123")]
    [InlineData("12:30 @ home // see a@b.org")]
    [InlineData("mailto:ana@example.org, sip:ana@example.org")]
    [InlineData("a -- b, e-user x")]
    [InlineData("0123456789abcdef0123456789abcdef")]
    [InlineData("Missing fields: ['username', 'server']")]
    [InlineData("the public key-value store")]
    [InlineData("the fault was identified by Ana as a 'race'")]
    [InlineData("the machine that logs you in")]
    [InlineData("a row goes into the table (see below) with its values")]
    [InlineData("INSERT INTO t (user, size) VALUES ('a', 7)")]
    [InlineData("[{\"op\":\"replace\",\"path\":\"/name\",\"value\":\"ana\"}]")]
    [InlineData("{\"path\":\"/api/status\",\"count\":3}")]
    [InlineData("(a . b) cells[i][j]=1")]
    [InlineData("<property><name>size</name><value>7</value></property>")]
    [InlineData("a npm_package, sk-10 hf_hub SG.1 bot12 risk-averse-people")]
    [InlineData("see https://discord.com/channels/1/2 and https://hooks.slack.com/")]
    [InlineData("x=3D; a 3D=20 view =\r\n of it")]
    public void Text_ThatOnlyLooksLikeIt_Stays(string text) => Assert.Equal(text, SecretNames.WellKnown.OutOf(text));
}
