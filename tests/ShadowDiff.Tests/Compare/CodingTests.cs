using System.IO.Compression;
using System.Text;
using Strangler.ShadowDiff.Compare;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Rules;

namespace Strangler.ShadowDiff.Tests.Compare;

/// <summary>Bodies are compared as a client reads them, after <c>Content-Encoding</c> is off.</summary>
public sealed class CodingTests
{
    private const string One = """{"a":1}""";
    private const string Two = """{"a":2}""";

    [Theory]
    // One coding on both sides.
    [InlineData("gzip", One, "gzip", One, "")]
    [InlineData("gzip", One, "gzip", Two, "value body /a")]
    [InlineData("x-gzip", One, "x-gzip", Two, "value body /a")]
    [InlineData("deflate", One, "deflate", Two, "value body /a")]
    [InlineData("raw-deflate", One, "raw-deflate", Two, "value body /a")]
    [InlineData("br", One, "br", Two, "value body /a")]
    [InlineData("GZIP", One, "gzip", One, "")]
    [InlineData("gzip,br", One, "gzip,br", Two, "value body /a")]
    // Written otherwise, and the same when read.
    [InlineData("gzip", One, "gzip-fast", One, "")]
    [InlineData("deflate", One, "raw-deflate", One, "")]
    [InlineData("gzip", One, "", One, "missing header Content-Encoding")]
    [InlineData("", One, "br", One, "extra header Content-Encoding")]
    [InlineData("gzip", One, "br", One, "value header Content-Encoding")]
    [InlineData("gzip", One, "identity", One, "missing header Content-Encoding")]
    [InlineData("", One, "identity", Two, "value body /a")]
    [InlineData("gzip", One, "br", Two, "value header Content-Encoding; value body /a")]
    // Not of that coding, or of one that is not known.
    [InlineData("not-gzip", One, "not-gzip", Two, "binary body")]
    [InlineData("gzip", One, "not-gzip", One, "binary body")]
    [InlineData("not-br", One, "br", One, "binary body")]
    [InlineData("zstd", One, "zstd", One, "")]
    [InlineData("zstd", One, "zstd", Two, "binary body")]
    [InlineData("gzip,gzip,gzip,gzip,gzip", One, "gzip,gzip,gzip,gzip,gzip", Two, "binary body")]
    // Nothing to take off.
    [InlineData("gzip", "", "gzip", "", "")]
    [InlineData("empty-gzip", One, "gzip", One, "extra body")]
    [InlineData("gzip", One, "empty-gzip", One, "missing body")]
    public void Compare_Codings_ComparesWhatAClientReads(string legacyCoding, string legacy, string modernCoding, string modern, string expected) =>
        Assert.Equal(expected, Found.In(Pairs.Of(Response(legacyCoding, legacy), Response(modernCoding, modern))));

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    [InlineData("gzip,gzip")]
    public void Compare_Bomb_IsNotComparableAndSaysWhy(string coding)
    {
        var bomb = Response(coding, $"\"{new string('a', 200_000)}\"");
        Assert.True(bomb.Body.Length < 2_000);

        var comparison = ResponseComparer.Compare(Pairs.Of(Response(coding, "1"), bomb), RuleSet.Empty, Found.Today, maxDecodedBytes: 100_000);

        Assert.Equal(((Outcome?)null, (UncomparedReason?)UncomparedReason.OversizeDecoded), (comparison.Outcome, comparison.NotComparable));
        Assert.Empty(comparison.Divergences);
        var larger = ResponseComparer.Compare(Pairs.Of(Response(coding, "1"), bomb), RuleSet.Empty, Found.Today, maxDecodedBytes: 300_000);
        Assert.Equal(Outcome.Diverged, larger.Outcome);
    }

    [Fact]
    public void Compare_TheSameBombTwice_IsAMatchWithoutInflatingIt()
    {
        var bomb = Response("br", new string('a', 200_000));
        Assert.Equal(Outcome.Match, ResponseComparer.Compare(Pairs.Of(bomb, bomb), RuleSet.Empty, Found.Today, maxDecodedBytes: 1_024).Outcome);
    }

    /// <summary>.NET does not miss the check sum at the end of zlib's form: with the document whole before it, that is no difference.</summary>
    [Theory]
    [InlineData("gzip", 0)]
    [InlineData("deflate", 5)]
    [InlineData("br", 0)]
    public void Compare_CutOffAnywhere_IsNeverAMatch(string coding, int unseen)
    {
        var whole = Response(coding, $"\"{string.Join(' ', Enumerable.Range(0, 100))}\"");
        for (var length = 0; length < whole.Body.Length - unseen; length++)
            Assert.NotEqual("", Found.In(Pairs.Of(whole, whole with { Body = whole.Body[..length] })));
    }

    /// <summary>What the coding's name has beside the header's says how the body is written: <c>raw-deflate</c>, <c>not-gzip</c>, <c>empty-gzip</c>.</summary>
    private static CapturedResponse Response(string coding, string text)
    {
        var header = coding.Replace("raw-", "", StringComparison.Ordinal).Replace("not-", "", StringComparison.Ordinal)
            .Replace("empty-", "", StringComparison.Ordinal).Replace("-fast", "", StringComparison.Ordinal);
        var body = coding.StartsWith("empty-", StringComparison.Ordinal) || text.Length == 0 ? [] : Encoding.UTF8.GetBytes(text);
        foreach (var one in coding.Split(','))
            body = body.Length == 0 ? body : Encode(one, body);

        return Pairs.Response(body, 200, ("Content-Encoding", header));
    }

    private static byte[] Encode(string coding, byte[] body)
    {
        using var written = new MemoryStream();
        using (var stream = Writer(coding.ToLowerInvariant(), written))
        {
            stream.Write(body);
        }

        return written.ToArray();
    }

    private static Stream Writer(string coding, Stream written) => coding switch
    {
        "gzip" or "x-gzip" => new GZipStream(written, CompressionLevel.SmallestSize, leaveOpen: true),
        "gzip-fast" => new GZipStream(written, CompressionLevel.NoCompression, leaveOpen: true),
        "deflate" => new ZLibStream(written, CompressionLevel.SmallestSize, leaveOpen: true),
        "raw-deflate" => new DeflateStream(written, CompressionLevel.SmallestSize, leaveOpen: true),
        "br" => new BrotliStream(written, CompressionLevel.SmallestSize, leaveOpen: true),
        _ => written,
    };
}
