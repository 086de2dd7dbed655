using System.IO.Compression;
using System.Text.RegularExpressions;
using Strangler.Services.Tests.Hosting;
using Strangler.Testing.Http;

namespace Strangler.Services.Tests.Realtime.EngineIo;

/// <summary>Engine.IO over HTTP (contract 9.1, 9.2): what the recordings hold, and where the specification outranks them.</summary>
public sealed class PollingTests
{
    private const string Polling = "/socket.io/?EIO=4&transport=polling";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("GET", "/socket.io/", 400, "\"The client is using an unsupported version of the Socket.IO or Engine.IO protocols\"")]
    [InlineData("GET", "/socket.io/socket.io.js", 400, "\"The client is using an unsupported version of the Socket.IO or Engine.IO protocols\"")]
    [InlineData("PUT", "/socket.io/?EIO=3&transport=polling", 400, "\"The client is using an unsupported version of the Socket.IO or Engine.IO protocols\"")]
    [InlineData("GET", "/socket.io/?EIO=4&EIO=3", 400, "\"The client is using an unsupported version of the Socket.IO or Engine.IO protocols\"")]
    [InlineData("GET", "/socket.io/?eio=4", 400, "\"The client is using an unsupported version of the Socket.IO or Engine.IO protocols\"")]
    [InlineData("GET", "/socket.io/?EIO=4&EIO=4", 400, "\"The client is using an unsupported version of the Socket.IO or Engine.IO protocols\"")]
    [InlineData("GET", "/socket.io/?EIO=4&transport=foo&transport=polling", 400, "\"Invalid transport\"")]
    [InlineData("GET", "/socket.io/?transport=foo", 400, "\"Invalid transport\"")]
    public async Task Request_Wrong_IsRefusedWithoutCors(string method, string target, int status, string body)
    {
        await using var host = await StartAsync();
        var answer = await host.SendAsync(RawRequest.Get(target) with { Method = method }, Token);

        Assert.Equal((status, "BAD REQUEST", body), (answer.Status, answer.Reason, answer.Text));
        Assert.Equal("text/plain", answer.Value("Content-Type"));
        Assert.Equal("chunked", answer.Value("Transfer-Encoding"));
        Assert.Null(answer.Value("Access-Control-Allow-Credentials"));
        Assert.Null(answer.Value("Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData("GET", "&sid=nope", 400, "BAD REQUEST", "\"Invalid session\"")]
    [InlineData("GET", "&j=x", 400, "BAD REQUEST", "\"Invalid JSONP index number\"")]
    [InlineData("PUT", "&j=x", 400, "BAD REQUEST", "\"Invalid JSONP index number\"")]
    [InlineData("PUT", "", 405, "METHOD NOT FOUND", "Method Not Found")]
    [InlineData("DELETE", "", 405, "METHOD NOT FOUND", "Method Not Found")]
    [InlineData("HEAD", "", 405, "METHOD NOT FOUND", "")]
    [InlineData("OPTIONS", "&sid=nope", 200, "OK", "OK")]
    public async Task Request_OfAnAcceptedVersion_IsAnsweredAsRecorded(string method, string more, int status, string reason, string body)
    {
        await using var host = await StartAsync();
        var answer = await host.SendAsync(RawRequest.Get(Polling + more) with { Method = method }, Token);

        Assert.Equal((status, reason, body), (answer.Status, answer.Reason, answer.Text));
        Assert.Equal("true", answer.Value("Access-Control-Allow-Credentials"));
    }

    [Fact]
    public async Task Path_OtherLettersOrNoSlash_IsFlasks()
    {
        await using var host = await StartAsync();

        Assert.Equal(404, (await host.GetAsync("/socket.io?EIO=4&transport=polling", Token)).Status);
        Assert.Equal(404, (await host.GetAsync("/Socket.IO/?EIO=4&transport=polling", Token)).Status);
    }

    [Theory]
    [InlineData("http://localhost:9090", true)]
    [InlineData("http://127.0.0.1:9090", true)]
    [InlineData("HTTP://LOCALHOST:9090", false)]
    [InlineData("https://localhost:9090", false)]
    [InlineData("http://localhost:9091", false)]
    [InlineData("http://pc.lan:9090", false)]
    [InlineData("null", false)]
    public async Task Origin_OfAPage_IsAcceptedExactly(string origin, bool accepted)
    {
        await using var host = await StartAsync();
        foreach (var method in new[] { "GET", "OPTIONS", "PUT" })
        {
            var answer = await host.SendAsync(RawRequest.Get(Polling).With("Origin", origin).With("Access-Control-Request-Headers", "x-a, B") with { Method = method }, Token);
            Assert.Equal(accepted ? origin : null, answer.Value("Access-Control-Allow-Origin"));
            Assert.Equal(accepted && method == "OPTIONS" ? "OPTIONS, GET, POST" : null, answer.Value("Access-Control-Allow-Methods"));
            Assert.Equal(accepted && method == "OPTIONS" ? "x-a, B" : null, answer.Value("Access-Control-Allow-Headers"));
            if (!accepted)
                Assert.Equal((400, "\"Not an accepted origin.\""), (answer.Status, answer.Text));
        }
    }

    [Fact]
    public async Task Origins_AreASetting()
    {
        await using var host = await StartAsync(("Realtime:Origins:0", "https://pages.example"));

        Assert.Equal(200, (await host.SendAsync(RawRequest.Get(Polling).With("Origin", "https://pages.example"), Token)).Status);
        Assert.Equal(400, (await host.SendAsync(RawRequest.Get(Polling).With("Origin", "http://localhost:9090"), Token)).Status);
    }

    [Fact]
    public async Task Session_OverPolling_AnswersAsRecorded()
    {
        await using var host = await StartAsync();
        var opened = await host.GetAsync(Polling, Token);
        Assert.Equal((200, "text/plain; charset=UTF-8"), (opened.Status, opened.Value("Content-Type")));
        Assert.Matches("""^0\{"sid":"[\w-]{20}","upgrades":\["websocket"\],"pingTimeout":20000,"pingInterval":10000,"maxPayload":1048576\}$""", opened.Text);
        var session = Polling + "&sid=" + SidOf(opened.Text);

        var posted = await PostAsync(host, session, "40");
        Assert.Equal((200, "OK", "text/plain"), (posted.Status, posted.Text, posted.Value("Content-Type")));
        Assert.Matches("""^42\["status",\{"connected":false,"server_running":true,"timestamp":[\d.]+,"message":"WebSocket connected - real-time updates enabled"\}\]\x1e40\{"sid":"[\w-]{20}"\}$""", (await host.GetAsync(session, Token)).Text);

        await PostAsync(host, session, "42[\"ping\"]\u001e427[\"ping\"]\u001e42[\"ping\",1]");
        Assert.Matches("""^42\["pong",\{"timestamp":[\d.]+\}\]\x1e42\["pong",\{"timestamp":[\d.]+\}\]\x1e437\[\]$""", (await host.GetAsync(session, Token)).Text);

        Assert.Equal("OK", (await PostAsync(host, session, "1")).Text);
        Assert.Equal((400, "\"Invalid session\""), await StatusAndTextAsync(host, session));
    }

    [Fact]
    public async Task Poll_WhenClientCloses_EndsWithANoop()
    {
        await using var host = await StartAsync();
        var session = await OpenAsync(host);
        await using var poll = await RawConnection.OpenAsync(host.Address, Token);
        var answer = poll.ExchangeAsync(RawRequest.Get(session), Token);
        await PostAsync(host, session, "42[\"x\"]"); // Before the connect: passed over, and by then the poll has arrived, or comes too late.
        await PostAsync(host, session, "1");

        Assert.True((await answer).Text is "6" or "\"Invalid session\"");
    }

    [Fact]
    public async Task Jsonp_GetAndPost_AreWrapped()
    {
        await using var host = await StartAsync();
        var opened = (await host.GetAsync(Polling + "&j=%2007", Token)).Text;
        Assert.StartsWith("___eio[7](\"0{\\\"sid\\\":\\\"", opened, StringComparison.Ordinal);
        Assert.EndsWith("}\");", opened, StringComparison.Ordinal);
        var session = Polling + "&j=1&sid=" + SidOf(opened.Replace("\\", "", StringComparison.Ordinal));

        Assert.Equal("OK", (await PostAsync(host, session, "d=40%1E42%5B%22ping%22%5D")).Text);

        var answer = (await host.GetAsync(session, Token)).Text;
        Assert.StartsWith("___eio[1](\"42[\\\"status\\\",", answer, StringComparison.Ordinal);
        Assert.Contains("\\u001e42[\\\"pong\\\",", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gzip, deflate", "gzip")]
    [InlineData("br, deflate;q=0.5, gzip", "deflate")]
    [InlineData("br", null)]
    [InlineData("", null)]
    public async Task Poll_OfAKilobyte_IsCompressedIfAsked(string accepted, string? coding)
    {
        await using var host = await StartAsync();
        var session = await OpenAsync(host);
        await PostAsync(host, session, $"40\u001e42[\"request_status\",{{\"job_id\":\"{new string('x', 1024)}\"}}]");

        var answer = await host.SendAsync(RawRequest.Get(session).With("Accept-Encoding", accepted), Token);

        Assert.Equal(coding, answer.Value("Content-Encoding"));
        using var body = new MemoryStream(answer.Body);
        await using Stream plain = coding switch { "gzip" => new GZipStream(body, CompressionMode.Decompress), "deflate" => new ZLibStream(body, CompressionMode.Decompress), _ => body };
        Assert.Contains(new string('x', 1024), await new StreamReader(plain).ReadToEndAsync(Token), StringComparison.Ordinal);
    }

    /// <summary>Legacy says OK to garbage and hangs on a large body (Q35).</summary>
    [Theory]
    [InlineData("zzz", 400)]
    [InlineData("", 400)]
    [InlineData("42[\"a\"]\u001e", 400)]
    [InlineData("b!", 400)]
    public async Task Post_OfGarbage_IsRefusedAndEndsTheSession(string body, int status)
    {
        await using var host = await StartAsync();
        var session = await OpenAsync(host);

        Assert.Equal(status, (await PostAsync(host, session, body)).Status);
        Assert.Equal((400, "\"Invalid session\""), await StatusAndTextAsync(host, session));
    }

    /// <summary>As legacy reads a query (Python's parse_qs).</summary>
    [Theory]
    [InlineData("?EIO=4&transport=polling&transport=websocket")]
    [InlineData("?EIO=4&transport=&Transport=foo&J=x&j=")]
    [InlineData("?EIO=&EIO=4&sid=")]
    public async Task Handshake_WithArgumentsThatDoNotCount_IsTaken(string query)
    {
        await using var host = await StartAsync();

        Assert.StartsWith("0{", (await host.GetAsync("/socket.io/" + query, Token)).Text, StringComparison.Ordinal);
    }

    /// <summary>Legacy passes over the 17th and all before it; socket.io-client puts into one POST what fits in <c>maxPayload</c>.</summary>
    [Fact]
    public async Task Post_OfMorePacketsThanLegacyTakes_IsTaken()
    {
        await using var host = await StartAsync();
        var session = await OpenAsync(host);
        await PostAsync(host, session, "40");
        await host.GetAsync(session, Token);

        Assert.Equal("OK", (await PostAsync(host, session, Pings(400))).Text);

        Assert.Equal(400, (await host.GetAsync(session, Token)).Text.Split('\u001e').Length);
    }

    /// <summary>What is answered waits within bounds: the rest of the POST is taken as the client takes the answers.</summary>
    [Fact]
    public async Task Post_OfMoreThanMayWait_IsTakenAsItsAnswersAre()
    {
        const int Sent = 20_000;
        await using var host = await StartAsync();
        var session = await OpenAsync(host);
        await PostAsync(host, session, "40");
        await host.GetAsync(session, Token);

        var posted = PostAsync(host, session, Pings(Sent));
        var told = 0;
        while (told < Sent)
        {
            var packets = (await host.GetAsync(session, Token)).Text.Split('\u001e');
            Assert.All(packets, packet => Assert.StartsWith("42[\"pong\"", packet, StringComparison.Ordinal));
            told += packets.Length;
        }

        Assert.Equal((Sent, "OK"), (told, (await posted).Text));
    }

    [Theory]
    [InlineData(1024 * 1024, 200)]
    [InlineData((1024 * 1024) + 1, 413)]
    public async Task Post_UpToTheLimit_IsTaken(int length, int status)
    {
        await using var host = await StartAsync();
        var session = await OpenAsync(host);
        await PostAsync(host, session, "40");
        var body = "42[\"ping\",\"" + new string('x', length - 13) + "\"]";
        Assert.Equal(length, body.Length);

        Assert.Equal(status, (await PostAsync(host, session, body)).Status);
        Assert.Equal(status == 200 ? 200 : 400, (await host.GetAsync(session, Token)).Status);
    }

    [Fact]
    public async Task Polls_TwoAtOnce_EndTheSession()
    {
        await using var host = await StartAsync();
        var session = await OpenAsync(host);

        var answers = await Task.WhenAll(host.GetAsync(session, Token), host.GetAsync(session, Token));

        Assert.Equal([(200, "1"), (400, "\"Invalid session\"")], answers.Select(answer => (answer.Status!.Value, answer.Text)).Order());
        Assert.Equal((400, "\"Invalid session\""), await StatusAndTextAsync(host, session));
    }

    [Fact]
    public async Task Sid_OfLegacyOrNobody_IsInvalid()
    {
        await using var host = await StartAsync();

        Assert.Equal((400, "\"Invalid session\""), await StatusAndTextAsync(host, Polling + "&sid=N3UT3rTxMMzSZoX9AAAA"));
        Assert.Equal("\"Invalid session\"", (await PostAsync(host, Polling, "40")).Text);
    }

    private static Task<ModuleHost> StartAsync(params ReadOnlySpan<(string Name, string Value)> settings) =>
        ModuleHost.StartAsync([KeyValuePair.Create<string, string?>("Services:BackupServerPort", "1"), .. settings.ToArray().Select(setting => KeyValuePair.Create<string, string?>("Services:" + setting.Name, setting.Value))], Token);

    private static async Task<string> OpenAsync(ModuleHost host) => Polling + "&sid=" + SidOf((await host.GetAsync(Polling, Token)).Text);

    private static Task<RawResponse> PostAsync(ModuleHost host, string target, string body) => host.SendAsync(RawRequest.Post(target, "text/plain;charset=UTF-8", body), Token);

    private static string Pings(int count) => string.Join('\u001e', Enumerable.Repeat("42[\"ping\"]", count));

    private static async Task<(int?, string)> StatusAndTextAsync(ModuleHost host, string target) => await host.GetAsync(target, Token) is var answer ? (answer.Status, answer.Text) : default;

    private static string SidOf(string opened) => Regex.Match(opened, "\"sid\":\"([^\"]+)\"").Groups[1].Value;
}
