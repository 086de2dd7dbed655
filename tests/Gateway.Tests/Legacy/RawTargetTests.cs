using System.Text;
using Strangler.Testing.Http;
using Strangler.Testing.Recordings;

namespace Strangler.Gateway.Tests.Legacy;

public sealed class RawTargetTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Target_OfEveryKind_ReachesLegacyByteForByte()
    {
        await using var topology = new ProxyTopology(RawLegacy.Answering(RawLegacy.Ok));
        string[] targets = [.. Recorded(), .. Odd];

        foreach (var target in targets)
            Assert.Equal(200, (await topology.GetAsync(target)).Status);

        var seen = topology.Legacy!.Heads.Select(head => head[..head.IndexOf("\r\n", StringComparison.Ordinal)]);
        Assert.Equal(targets.Select(target => $"GET {target} HTTP/1.1"), seen);
    }

    [Theory]
    [InlineData("http://other.example/api/a%2Fb?x=%2f#y", "/api/a%2Fb?x=%2f#y")]
    [InlineData("http://other.example:99", "/")]
    [InlineData("http://other.example?x=/y", "/?x=/y")]
    public async Task Target_InAbsoluteForm_ReachesLegacyWithoutAuthority(string target, string expected)
    {
        await using var topology = new ProxyTopology(RawLegacy.Answering(RawLegacy.Ok));

        Assert.Equal(200, (await topology.GetAsync(target)).Status);

        Assert.StartsWith($"GET {expected} HTTP/1.1\r\n", Assert.Single(topology.Legacy!.Heads), StringComparison.Ordinal);
    }

    /// <summary>Kestrel refuses these before the gateway sees them (README: Your own Flask). That answer has no type: the rule <c>paging</c> knows it by this.</summary>
    [Theory]
    [InlineData("/api/check_receipt/\u00c3\u00bc")]
    [InlineData("/api/received_files?limit=\u00c3\u00bc")]
    [InlineData("/api/received_files?limit=\u0080")]
    [InlineData("/\u00ff")]
    public async Task Target_WithBytesBeyondAscii_IsRefusedWithoutAType(string target)
    {
        await using var topology = new ProxyTopology(RawLegacy.Answering(RawLegacy.Ok));
        await using var client = await topology.OpenAsync();

        await client.SendAsync(Encoding.Latin1.GetBytes($"GET {target} HTTP/1.1\r\nHost: h\r\n\r\n"), Token);

        var answer = await client.ReceiveAsync("GET", Token);
        Assert.Equal((400, "close", "", null), (answer.Status, answer.Value("Connection"), answer.Text, answer.Value("Content-Type")));
        Assert.Empty(topology.Legacy!.Heads);
    }

    [Fact]
    public async Task Target_Asterisk_IsAskedOfTheCatchAll()
    {
        await using var topology = new ProxyTopology(RawLegacy.Answering(RawLegacy.Ok));

        var answer = await topology.SendAsync(new RawRequest("OPTIONS", "*") { Headers = [RawRequest.Header("Host", "x")] });

        Assert.Equal(200, answer.Status);
        Assert.StartsWith("OPTIONS /* HTTP/1.1\r\n", Assert.Single(topology.Legacy!.Heads), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Target_AtALegacyBelowAPath_IsAppended()
    {
        await using var legacy = RawLegacy.Answering(RawLegacy.Ok);
        await using var topology = new ProxyTopology(new Uri(legacy.Address, "/below/"));

        Assert.Equal(200, (await topology.GetAsync("/a%2Fb")).Status);

        Assert.StartsWith("GET /below/a%2Fb HTTP/1.1\r\n", Assert.Single(legacy.Heads), StringComparison.Ordinal);
    }

    /// <summary>Contract 3.3 and what else a path may hold.</summary>
    private static readonly string[] Odd =
    [
        "/", "/?", "/??a=b", "//", "///a", "/a/../b", "/a/./b", "/%2e%2e/%2E%2e", "/a;x=1", "/api/status;x=1", "/api/status/", "/API/STATUS", "/api/%73tatus",
        "/api/perf/a%2Fb", "/api/check_receipt/sub%2Fx", "/api/check_receipt/%2e%2e", "/api//status", "/scripts//app.js", "/a+b?c=d+e", "/a%20b",
        "/%D1%84.txt", "/%ff%fe", "/a%0ab", "/a%zz", "/a%", "/a%2", "/a\\b", "/a|b^c`d{e}", "/a\"b<c>", "/[::1]", "/@b:c", "/a#b", "/api/status?job_id=%00",
        "/?q=%2F%3f%23&r=\\..\\", "/http://x/y", $"/{new string('a', 60_000)}", $"/?{new string('b', 65_000)}",
    ];

    private static IEnumerable<string> Recorded() =>
        RecordingFiles.All.Where(recording => recording.File == "traversal").Select(recording => recording.Request.Path);
}
