using System.Text;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Tests.Compare;

public sealed class TextTests
{
    [Theory]
    [InlineData("a", "a", "")]
    [InlineData("a", "b", "text body")]
    [InlineData("a", "A", "text body")]
    [InlineData("a", "a\n", "text body")]
    [InlineData("a\n", "a\r\n", "text body")]
    [InlineData("a b", "a  b", "text body")]
    [InlineData("é", "e\u0301", "text body")]
    [InlineData("a", "", "missing body")]
    [InlineData("", "a", "extra body")]
    [InlineData("a\0", "a", "binary body")]
    public void Compare_PlainText_SeesEveryCharacter(string legacy, string modern, string expected) =>
        Assert.Equal(expected, Found.In(Of(Encoding.UTF8.GetBytes(legacy), "text/plain", Encoding.UTF8.GetBytes(modern), "text/plain")));

    /// <summary>A body is given in the charset that the name before the colon says; a star stands for a byte order mark.</summary>
    [Theory]
    // The same text in other bytes.
    [InlineData("utf-8:é", "text/plain", "utf-8*:é", "text/plain", "bytes body")]
    [InlineData("utf-8:é", "text/plain", "utf-16*:é", "text/plain", "bytes body")]
    [InlineData("utf-8:é", "text/plain", "utf-16BE*:é", "text/plain", "bytes body")]
    [InlineData("utf-16*:é", "text/plain", "utf-16BE*:é", "text/plain", "bytes body")]
    [InlineData("utf-8:é", "text/plain", "iso-8859-1:é", "text/plain; charset=ISO-8859-1", "value header Content-Type; bytes body")]
    [InlineData("utf-8:é", "text/plain", "utf-16:é", "text/plain; charset=\"utf-16\"", "value header Content-Type; bytes body")]
    // Another text.
    [InlineData("utf-16*:a", "text/plain", "utf-16*:b", "text/plain", "text body")]
    [InlineData("iso-8859-1:é", "text/plain; charset=latin1", "iso-8859-1:è", "text/plain; charset=latin1", "text body")]
    [InlineData("utf-16*:<p>a</p>", "text/html", "utf-16*:<p> a</p>", "text/html", "bytes body")]
    // Declared, and not so.
    [InlineData("utf-8:é", "text/plain", "iso-8859-1:é", "text/plain", "binary body")]
    [InlineData("utf-8:é", "text/plain; charset=us-ascii", "utf-8:è", "text/plain; charset=us-ascii", "binary body")]
    [InlineData("utf-16:a", "text/plain", "utf-16:b", "text/plain", "binary body")]
    [InlineData("utf-8:a", "text/plain; charset=no-such", "utf-8:b", "text/plain; charset=no-such", "text body")]
    [InlineData("utf-8:a", "text/plain; charset=utf-7", "utf-8:b", "text/plain; charset=utf-7", "text body")]
    // JSON is UTF-8 without a mark (RFC 8259 8.1); the rest is no JSON, and compared as the text that it is.
    [InlineData("utf-8:{}", "application/json", "utf-8*:{}", "application/json", "invalid-json body")]
    [InlineData("utf-8*:{}", "application/json", "utf-8*:{ }", "application/json", "text body")]
    [InlineData("utf-8:{}", "application/json", "utf-16*:{}", "application/json", "invalid-json body")]
    [InlineData("utf-16*:{}", "application/json", "utf-16*:[]", "application/json", "text body")]
    [InlineData("utf-16*:{}", "application/json", "utf-16BE*:{}", "application/json", "bytes body")]
    [InlineData("iso-8859-1:\"é\"", "application/json", "utf-8:\"é\"", "application/json", "invalid-json body")]
    public void Compare_OtherCharset_ReadsTheText(string legacy, string legacyType, string modern, string modernType, string expected) =>
        Assert.Equal(expected, Found.In(Of(Bytes(legacy), legacyType, Bytes(modern), modernType)));

    [Theory]
    [InlineData("a\nb\nc", "a\nB\nc", "b", "B")]
    [InlineData("a\nb", "a\nb\nc", "b", "b\\n")]
    [InlineData("a\nb\n", "a\nb\nc", null, "c")]
    [InlineData("a\n", "a", "a\\n", "a")]
    [InlineData("a\n", "a\r\n", "a\\n", "a\\r\\n")]
    [InlineData("a\n\nb", "a\nb", "", "b")]
    [InlineData("x", "y", "x", "y")]
    public void Compare_Lines_ShowsTheFirstThatDiffers(string legacy, string modern, string? legacyLine, string? modernLine)
    {
        var difference = Only(Of(Encoding.UTF8.GetBytes(legacy), "text/plain", Encoding.UTF8.GetBytes(modern), "text/plain"));
        Assert.Equal((DivergenceKind.Text, legacyLine, modernLine), (difference.Kind, difference.Legacy, difference.Modern));
    }

    [Fact]
    public void Compare_LongValues_ShowsTheirStartThePlaceAndTheirEnd()
    {
        var start = new string('s', 1_000);
        var difference = Only(Pairs.Json($"\"{start}legacy{start}\"", $"\"{start}modern{start}\""));

        Assert.Contains("slegacys", difference.Legacy, StringComparison.Ordinal);
        Assert.Contains("smoderns", difference.Modern, StringComparison.Ordinal);
        Assert.Matches("^\"s{199}….*….*\"$", difference.Modern);
        Assert.InRange(difference.Modern!.Length, 400, 500);
    }

    [Fact]
    public void Compare_Binary_TellsLengthAndHash()
    {
        var difference = Only(Of([0, 1, 2], "image/png", [0, 1, 255], "image/png"));
        Assert.Equal(DivergenceKind.Binary, difference.Kind);
        Assert.Equal("3 bytes, SHA-256 ae4b3280e56e2faf83f414a6e3dabe9d5fbe18976544c05fed121accb85b53fc", difference.Legacy);
    }

    private static Difference Only(ResponsePair pair) => Assert.Single(Found.Compare(pair).Divergences).Difference;

    private static byte[] Bytes(string text)
    {
        var (name, body) = (text[..text.IndexOf(':', StringComparison.Ordinal)], text[(text.IndexOf(':', StringComparison.Ordinal) + 1)..]);
        var encoding = Encoding.GetEncoding(name.TrimEnd('*'));
        return name.EndsWith('*') ? [.. encoding.GetPreamble(), .. encoding.GetBytes(body)] : encoding.GetBytes(body);
    }

    private static ResponsePair Of(byte[] legacy, string legacyType, byte[] modern, string modernType) =>
        Pairs.Of(Pairs.Response(legacy, 200, ("Content-Type", legacyType)), Pairs.Response(modern, 200, ("Content-Type", modernType)));
}
