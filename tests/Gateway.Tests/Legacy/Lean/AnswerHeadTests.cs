using System.Text;
using Microsoft.AspNetCore.Http;
using Strangler.Gateway.Legacy.Lean;

namespace Strangler.Gateway.Tests.Legacy.Lean;

/// <summary>The parser alone, fed as a socket feeds it: in pieces, and with anything.</summary>
public sealed class AnswerHeadTests
{
    private const int Repetitions = 400;

    public static TheoryData<string> Heads =>
    [
        "HTTP/1.1 200 OK\r\n\r\n",
        "HTTP/1.1 200\r\nA:b\r\n\r\n",
        "HTTP/1.0 404 NOT FOUND\nServer: Werkzeug\nContent-Length: 5\n\n",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\nset-cookie: c=3\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX-Folded: a\r\n\t b\r\n  c\r\nX-Empty:\r\nX-Padded  :  v \t \r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
        "HTTP/1.1 200 Gr\u00fc\u00dfe\r\nX-Latin: \u00e4\u00ff\r\nConnection: close, X-Mine\r\nX-Mine: 1\r\nKeep-Alive: timeout=7, max=3\r\n\r\n",
        $"HTTP/1.1 200 OK\r\nX-Big: {new string('a', 60_000)}\r\n\r\n",
    ];

    [Theory]
    [MemberData(nameof(Heads))]
    public void Head_InPieces_IsTheSameAsInOne(string text)
    {
        var bytes = Encoding.Latin1.GetBytes(text + "body");
        var expected = Read(bytes, [bytes.Length]);
        var random = new Random(1);
        for (var i = 0; i < Repetitions; i++)
            Assert.Equal(expected, Read(bytes, [.. Cuts(random, bytes.Length)]));
        Assert.StartsWith("4 ", expected, StringComparison.Ordinal); // the body is left alone
    }

    [Fact]
    public void Head_ByteByByte_IsTheSameAsInOne()
    {
        foreach (var text in Heads.Select(row => row.Data).Where(head => head.Length < 1000))
        {
            var bytes = Encoding.Latin1.GetBytes(text);
            Assert.Equal(Read(bytes, [bytes.Length]), Read(bytes, [.. Enumerable.Range(1, bytes.Length)]));
        }
    }

    /// <summary>In their order, however many there are, and beside others.</summary>
    [Fact]
    public void Lines_OfOneName_AreAllKept()
    {
        var lines = Enumerable.Range(0, 4_000).Select(i => i % 100 == 0 ? $"X-{i}: {i}" : $"{(i % 2 == 0 ? "a" : "A")}: {i}").ToList();
        var (head, headers) = (new AnswerHead(new HeaderNames()), new HeaderDictionary());

        Assert.True(head.TryRead(Encoding.Latin1.GetBytes($"HTTP/1.1 200 OK\r\n{string.Join("\r\n", lines)}\r\n\r\n")));
        head.CopyTo(headers);

        Assert.Equal(lines.Where(line => line.StartsWith("a:", StringComparison.OrdinalIgnoreCase)).Select(line => line[3..]), headers["a"]);
        Assert.Equal(41, headers.Count);
        Assert.Equal("3900", headers["X-3900"]);
    }

    [Theory]
    [InlineData("Transfer-Encoding: chunked,", true)]
    [InlineData("Transfer-Encoding: ,chunked", true)]
    [InlineData("Transfer-Encoding: gzip\r\nTransfer-Encoding: , chunked ,", true)]
    [InlineData("X-Nul: a\0b", false)]
    public void Line_ThatIsAllowed_IsTaken(string line, bool isChunked)
    {
        var (head, headers) = (new AnswerHead(new HeaderNames()), new HeaderDictionary());

        Assert.True(head.TryRead(Encoding.Latin1.GetBytes($"HTTP/1.1 200 OK\r\n{line}\r\n\r\n")));
        head.CopyTo(headers);

        Assert.Equal(isChunked, head.IsChunked);
        Assert.Equal(isChunked ? null : "a b", (string?)headers["X-Nul"]);
    }

    /// <summary>Whatever comes, the verdict comes too, and nothing is read that is not there.</summary>
    [Fact]
    public void Bytes_OfAnyKind_AreAHeadOrRefused()
    {
        var random = new Random(2);
        for (var i = 0; i < 20 * Repetitions; i++)
        {
            var noise = new byte[random.Next(1, 300)];
            random.NextBytes(noise);
            byte[] bytes = i % 2 == 0 ? [.. "HTTP/1.1 200 OK\r\n"u8, .. noise] : noise;
            var from = bytes.Length - noise.Length;
            foreach (ref var value in bytes.AsSpan(from))
            {
                if (random.Next(4) == 0)
                    value = " \t\r\n:"u8[random.Next(5)];
            }

            Assert.Equal(Read(bytes, [bytes.Length]), Read(bytes, [.. Cuts(random, bytes.Length)]));
        }
    }

    [Fact]
    public void Head_ThatDoesNotEnd_IsRefusedAtItsLimit()
    {
        var bytes = Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nX: " + new string('a', AnswerHead.Longest));

        Assert.Throws<HttpRequestException>(() => new AnswerHead(new()).TryRead(bytes));
    }

    [Fact]
    public void Strings_OfTheSameHead_AreMadeOnce()
    {
        var bytes = Encoding.ASCII.GetBytes("HTTP/1.1 404 NOT FOUND\r\nServer: Werkzeug\r\nDate: Sun, 22 Nov 2026 21:15:53 GMT\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: 5\r\n\r\n");
        var head = new AnswerHead(new());
        head.TryRead(bytes);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Repetitions; i++)
        {
            head.Clear();
            head.TryRead(bytes);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    /// <summary>All that can be seen of it: what is left, and what it says; or that it is refused.</summary>
    private static string Read(byte[] bytes, IReadOnlyList<int> cuts)
    {
        var copy = bytes.ToArray(); // folded lines are unfolded in place
        var head = new AnswerHead(new());
        try
        {
            var isRead = false;
            foreach (var cut in cuts.TakeWhile(_ => !isRead))
                isRead = head.TryRead(copy.AsSpan(0, cut));
            if (!isRead)
                return "more is needed";
        }
        catch (HttpRequestException)
        {
            return "refused";
        }

        var headers = new HeaderDictionary();
        head.CopyTo(headers);
        var fields = string.Join('\n', headers.Select(header => $"{header.Key}: {string.Join(" | ", (IEnumerable<string?>)header.Value)}"));
        return $"{bytes.Length - head.Size} {head.Status} {head.Reason} {head.IsChunked} {head.BodyLength} {head.KeepsConnection} {head.KeptFor}\n{fields}";
    }

    private static IEnumerable<int> Cuts(Random random, int length)
    {
        for (var cut = random.Next(1, 12); cut < length; cut += random.Next(1, Math.Max(2, length / random.Next(1, 12))))
            yield return cut;
        yield return length;
    }
}
