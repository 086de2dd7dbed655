using System.Text;

namespace Strangler.Gateway.Tests.Legacy;

/// <summary>Hosts that .NET's parser dislikes, or might: legacy gets the one that the client sent, or the client gets 400.</summary>
public sealed class ClientHostTests : IClassFixture<ProxyFixture>
{
    private readonly ProxyTopology _topology;

    public ClientHostTests(ProxyFixture shared)
    {
        _topology = shared.Value;
        _topology.Legacy!.Heads.Clear();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Accepted =>
    [
        "a..b", ".", "..", "~", "(a)", "$a", "a:99999", "a:0", "a:", "a.", "a_b", "-a", "a-.b", "*", "!", "'a'", "a,b", "a;b", "a=b", "a&b", "a+b", "%41", "%", "1.2.3", "0x7f.1", "256.256.256.256",
        "xn--bcher-kva.example", "xn--", "xn--.a", "a.xn--", "XN--", "xn--a", "xn---", "xn--bcher-kva.xn--", "xn--\u00c3\u00bc", "xn--0:80", "[::1]", "[::1]:9090", "[fe80::1]:80", new string('a', 64) + ".b", new string('a', 255), new string('a', 5000), string.Join('.', Enumerable.Repeat("a", 500)),
        "localhost:9090", "127.0.0.1", "LOCALHOST", "a.b.c:1",
    ];

    [Theory]
    [MemberData(nameof(Accepted))]
    [InlineData("a b")]
    [InlineData("a\tb")]
    [InlineData("a/b")]
    [InlineData("a@b")]
    [InlineData("a?b")]
    [InlineData("a#b")]
    [InlineData("a\\b")]
    [InlineData("a\"b")]
    [InlineData("a<b>")]
    [InlineData("{a}")]
    [InlineData("a|b")]
    [InlineData("a^b")]
    [InlineData("`a`")]
    [InlineData("b\u00c3\u00bccher")]
    [InlineData("[::1")]
    [InlineData("::1")]
    [InlineData("[fe80::1%25eth0]")]
    [InlineData("[v1.a]")]
    [InlineData("a:b")]
    [InlineData("a:1:2")]
    public async Task Host_Odd_IsOneAndAsSentOrRefused(string host)
    {
        foreach (var request in (string[])[$"GET / HTTP/1.1\r\nHost: {host}\r\n\r\n", $"POST / HTTP/1.1\r\nHost: {host}\r\nContent-Length: 1\r\n\r\na"])
        {
            await using var client = await _topology.OpenAsync();
            await client.SendAsync(Encoding.Latin1.GetBytes(request), Token);
            var answer = await client.ReceiveAsync("GET", Token);

            if (answer.Status == 400)
            {
                Assert.Empty(_topology.Legacy!.Heads);
                continue;
            }

            Assert.Equal("ok", answer.Text);
            Assert.True(_topology.Legacy!.Heads.TryDequeue(out var head));
            Assert.Equal([$"Host: {host}"], head.Split("\r\n").Where(line => line.StartsWith("Host:", StringComparison.OrdinalIgnoreCase)));
            Assert.Contains($"\r\nX-Forwarded-Host: {host}", head, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("a..b")]
    [InlineData(".")]
    [InlineData("~")]
    [InlineData("(a)")]
    [InlineData("$a")]
    [InlineData("a:99999")]
    public async Task Host_ThatLegacyTakes_ReachesIt(string host)
    {
        await using var client = await _topology.OpenAsync();

        await client.SendAsync(Encoding.Latin1.GetBytes($"GET / HTTP/1.1\r\nHost: {host}\r\n\r\n"), Token);

        Assert.Equal(200, (await client.ReceiveAsync("GET", Token)).Status);
        Assert.Contains($"\r\nHost: {host}", Assert.Single(_topology.Legacy!.Heads), StringComparison.Ordinal);
    }

    /// <summary>ASP.NET Core cannot say what host these are, and the proxy asks it.</summary>
    [Theory]
    [InlineData("/", "xn--")]
    [InlineData("/api/status", "xn--.a")]
    [InlineData("//api/stop", "a.xn--:80")]
    [InlineData("http://xn--/", "a")]
    public async Task Host_ThatIsNoInternationalizedName_Is400(string target, string host)
    {
        await using var client = await _topology.OpenAsync();

        await client.SendAsync(Encoding.Latin1.GetBytes($"GET {target} HTTP/1.1\r\nHost: {host}\r\n\r\n"), Token);

        var answer = await client.ReceiveAsync("GET", Token);
        Assert.Equal(400, answer.Status);
        Assert.Contains("Host header", answer.Text, StringComparison.Ordinal);
        Assert.Empty(_topology.Legacy!.Heads);
    }

    [Fact]
    public async Task Host_ViaAbsoluteForm_IsOne()
    {
        await using var client = await _topology.OpenAsync();

        await client.SendAsync("GET http://a..b/x HTTP/1.1\r\nHost: c..d\r\n\r\n"u8.ToArray(), Token);
        var answer = await client.ReceiveAsync("GET", Token);

        Assert.True(answer.Status == 400 || Assert.Single(_topology.Legacy!.Heads).Split("\r\n").Count(line => line.StartsWith("Host:", StringComparison.Ordinal)) == 1);
    }
}
