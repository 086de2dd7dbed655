using System.Text;
using Strangler.Testing.Http;

namespace Strangler.Gateway.Tests.Legacy.Lean;

/// <summary>The gateway's own way to legacy and YARP's give the client the same, whatever legacy answers.</summary>
public sealed class ForwardersTests : IAsyncLifetime
{
    private const int Mutants = 1200;
    private const string CutOff = "cut off";
    private const string BrokeOff = "The legacy server broke off without a complete answer";
    private const string Invalid = "The legacy server gave an answer that is not valid HTTP";

    private readonly List<string> _answers = [];
    private readonly RawLegacy _legacy;
    private readonly ProxyTopology _lean;
    private readonly ProxyTopology _yarp;

    public ForwardersTests()
    {
        _legacy = RawLegacy.Playing(async legacy =>
        {
            var target = (await legacy.ReadHeadAsync()).Split(' ')[1];
            await legacy.WriteAsync(int.TryParse(target[1..], out var index) ? _answers[index] : RawLegacy.Ok);
        });
        _lean = new ProxyTopology(_legacy.Address, ("ReverseProxy:Clusters:legacy:Metadata:Forwarder", "lean"));
        _yarp = new ProxyTopology(_legacy.Address, ("ReverseProxy:Clusters:legacy:Metadata:Forwarder", "yarp"));
    }

    private static string[] Whole =>
    [
        RawLegacy.Ok,
        "HTTP/1.1 200 OK\r\nServer: Werkzeug/2.2.2 Python/3.11.2\r\nDate: Sun, 22 Nov 2026 21:15:53 GMT\r\nContent-Type: application/json\r\nContent-Length: 17\r\nAccess-Control-Allow-Origin: *\r\nConnection: close\r\n\r\n{\"status\":\"ready\"",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nX-A: 1\r\n\r\n3;x=y\r\nabc\r\n10\r\n0123456789abcdef\r\n0\r\nX-Trailer: t\r\n\r\n",
        "HTTP/1.0 200 OK\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\nset-cookie: c=3\r\n\r\nto the end",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 404 NOT FOUND\r\nX-Folded: a\r\n b\r\nX-Empty:\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 304 NOT MODIFIED\r\nETag: \"x\"\r\nContent-Length: 5\r\n\r\n",
        "HTTP/1.1 204 NO CONTENT\r\nContent-Length: 5\r\n\r\nextra",
        "HTTP/1.1 205 RESET CONTENT\r\nContent-Length: 5\r\n\r\nextra",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\nConnection: X-Mine\r\nX-Mine: 1\r\nKeep-Alive: timeout=1\r\n\r\n2\r\nok\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: identity\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.1 200 \r\nContent-Length: 00002\r\n\r\nok and more",
        "HTTP/1.1 200\nX-Lf: 1\n\nlf",
        "HTTP/1.7 299 x\r\ncontent-length: 2\r\nX-Pad  :  v \t\r\n\r\nok",
        $"HTTP/1.1 200 OK\r\nContent-Length: 300000\r\n\r\n{new string('a', 300_000)}",
        $"HTTP/1.1 200 OK\r\nX-Big: {new string('b', 60_000)}\r\n\r\n{new string('c', 100_000)}",
    ];

    public ValueTask InitializeAsync() => default;

    public async ValueTask DisposeAsync()
    {
        await _lean.DisposeAsync();
        await _yarp.DisposeAsync();
        await _legacy.DisposeAsync();
    }

    [Fact]
    public async Task Answers_OfEveryKind_AreTheSame()
    {
        string[] heads = [.. LegacyFailureTests.Absurd.Select(row => row.Data.Item1)];
        await AssertSameAsync([.. Whole, .. heads]);
        await AssertSameAsync(["HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"], "HEAD");
    }

    [Fact]
    public async Task Answers_WithAFaultSomewhere_AreTheSame()
    {
        var random = new Random(3);
        string[] small = [.. Whole.Where(answer => answer.Length < 1000)];
        await AssertSameAsync([.. Enumerable.Range(0, Mutants).Select(_ => Mutant(random, small[random.Next(small.Length)]))]);
    }

    private async Task AssertSameAsync(IReadOnlyList<string> answers, string method = "GET")
    {
        _answers.Clear();
        _answers.AddRange(answers);
        var differences = new List<string>();
        for (var i = 0; i < answers.Count; i++)
        {
            var (lean, yarp) = (await SeenAsync(_lean, method, i), await SeenAsync(_yarp, method, i));
            if (lean != yarp && !IsCutOffLater(lean, yarp) && !IsStricter(lean, answers[i]))
                differences.Add($"{answers[i]}\n--- lean\n{lean}\n--- yarp\n{yarp}");
        }

        Assert.True(differences.Count == 0, string.Join("\n======\n", differences));
    }

    /// <summary>Where nothing of a body has come that is one, it is 502 while YARP's forwarder has begun the answer, and cuts it off.</summary>
    private static bool IsCutOffLater(string lean, string yarp) => yarp == CutOff && lean.Contains(BrokeOff, StringComparison.Ordinal);

    /// <summary>A transfer encoding that is none, which the HTTP client reads over, is refused.</summary>
    private static bool IsStricter(string lean, string answer) =>
        lean.Contains(Invalid, StringComparison.Ordinal) && answer.Contains("Transfer-Encoding", StringComparison.OrdinalIgnoreCase);

    /// <summary>All that a client sees. Of an answer that is cut off the part that still came is a matter of luck.</summary>
    private static async Task<string> SeenAsync(ProxyTopology topology, string method, int index)
    {
        try
        {
            var answer = await topology.SendAsync(RawRequest.Get($"/{index}") with { Method = method });
            var headers = answer.Headers.Where(header => header.Key != "Date").Select(header => $"{header.Key.ToLowerInvariant()}: {header.Value}").Order(StringComparer.Ordinal);
            return answer.Complete ? $"{answer.Status} {answer.Reason}\n{string.Join('\n', headers)}\n\n{Encoding.Latin1.GetString(answer.Body)}" : CutOff;
        }
        catch (IOException)
        {
            return CutOff;
        }
    }

    private static string Mutant(Random random, string answer)
    {
        var at = random.Next(answer.Length);
        return random.Next(6) switch
        {
            0 => answer[..at],
            1 => answer.Remove(at, 1),
            2 => answer.Insert(at, $"{answer[random.Next(answer.Length)]}"),
            3 => answer.Insert(at, $"{" \t\r\n\0:;,0\u00e9\u007f\u0001"[random.Next(12)]}"),
            4 => answer.Remove(at, 1).Insert(at, $"{(char)random.Next(256)}"),
            _ => answer[..at] + answer[random.Next(at, answer.Length)..],
        };
    }
}
